<?php

declare(strict_types=1);

namespace Parlour;

/**
 * One request to `/v1/notify` and the reading of its answer.
 *
 * @internal
 */
final class NotifyRequest
{
    private const PATH = '/v1/notify';

    public readonly string $target;

    /**
     * @throws OriginError `bad_request` for an address that is no HTTP address
     */
    public function __construct(
        string $url,
        private readonly Key $key,
        private readonly Transport $transport,
        private readonly Ports $ports,
    ) {
        if ($url === '') {
            throw new OriginError('bad_request', 'url is missing. It must be the deployment\'s http or https address.');
        }
        $parts = parse_url($url);
        // Credentials in the address would stand in error messages.
        $plain = is_array($parts) && array_diff_key($parts, array_flip(['scheme', 'host', 'port', 'path'])) === [];
        $web = in_array(strtolower($parts['scheme'] ?? ''), ['http', 'https'], true);
        if (!$plain || !$web || !isset($parts['host'])) {
            throw new OriginError('bad_request', 'url is malformed. It must be the deployment\'s http or https address.');
        }
        $this->target = rtrim($url, '/') . self::PATH;
    }

    /**
     * @param array<int, string> $messages encoded messages
     * @param int $timeoutMs how long it may take
     * @return list<NotifyResult> as many results
     * @throws OriginError
     */
    public function send(array $messages, int $timeoutMs): array
    {
        $answer = $this->post('{"messages":[' . implode(',', $messages) . ']}', $timeoutMs);
        $retryAfter = $this->retryAfter($answer->headers['retry-after'] ?? '');
        $body = self::decode($answer);
        if (array_key_exists('fault', $body)) {
            $fault = Fault::read($body['fault']) ?? throw self::badAnswer($answer->status, $retryAfter);
            throw new OriginError(
                $fault->code,
                $fault->message,
                $answer->status,
                $fault->retryAfter ?? $retryAfter,
            );
        }
        // Where every message is a conflict the status says so, and the results come all the same.
        if ($answer->status !== 200 && $answer->status !== 409) {
            throw self::badAnswer($answer->status, $retryAfter);
        }
        $results = self::results($body['results'] ?? null);
        return count($results) === count($messages) ? $results : throw self::badAnswer($answer->status, $retryAfter);
    }

    private function post(string $body, int $timeoutMs): TransportAnswer
    {
        $headers = ['Authorization' => $this->key->authorization(), 'Content-Type' => 'application/json'];
        $reason = '';
        try {
            return $this->transport->post($this->target, $headers, $body, $timeoutMs);
        } catch (TransportError $error) {
            $reason = ' (' . $error->getMessage() . ')';
        } catch (\Exception) {
            // A foreign client's words may hold the request's headers.
        }
        throw new OriginError(Faults::UNREACHABLE, "No answer from $this->target$reason.");
    }

    /**
     * @return array<string, mixed>
     */
    private static function decode(TransportAnswer $answer): array
    {
        try {
            $body = Json::decode($answer->body);
        } catch (\JsonException) {
            $body = null;
        }
        return is_array($body) ? $body : [];
    }

    /**
     * @return list<NotifyResult>
     */
    private static function results(mixed $values): array
    {
        $results = array_map(self::result(...), is_array($values) ? array_values($values) : []);
        return in_array(null, $results, true) ? [] : $results;
    }

    private static function result(mixed $value): ?NotifyResult
    {
        $fault = Fault::read($value['fault'] ?? null);
        if ($fault !== null) {
            return new Refused($fault);
        }
        $seq = $value['seq'] ?? null;
        $at = $value['at'] ?? null;
        $cursor = $value['cursor'] ?? null;
        $recipients = $value['recipients'] ?? null;
        $whole = is_int($seq) && is_int($at) && is_string($cursor) && is_int($recipients);
        return $whole ? new Stored($seq, $at, $cursor, $recipients, $value['receipts'] ?? null) : null;
    }

    /** Milliseconds out of a `Retry-After` in either of its forms (RFC 9110 section 10.2.3). */
    private function retryAfter(string $header): ?int
    {
        if (preg_match('/\A[0-9]{1,9}\z/', $header) === 1) {
            return (int) $header * 1000;
        }
        $time = \DateTimeImmutable::createFromFormat('D, d M Y H:i:s \G\M\T', $header, new \DateTimeZone('UTC'));
        return $time === false ? null : max(0, $time->getTimestamp() * 1000 - $this->ports->now());
    }

    private static function badAnswer(int $status, ?int $retryAfter): OriginError
    {
        $message = "The answer of status $status does not hold the results.";
        return new OriginError(Faults::BAD_ANSWER, $message, $status, $retryAfter);
    }
}
