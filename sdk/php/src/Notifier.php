<?php

declare(strict_types=1);

namespace Parlour;

/**
 * Sends messages, in as many requests as they need, one after another: a channel's messages are numbered in their
 * order.
 *
 * @internal
 */
final class Notifier
{
    // `{"messages":[` and `]}`.
    private const ENVELOPE_BYTES = 15;

    public function __construct(private readonly NotifyRequest $request, private readonly Ports $ports)
    {
    }

    /**
     * @param list<array<string, mixed>> $messages
     * @return list<NotifyResult>
     * @throws OriginError whose `results` are those of the requests before
     */
    public function notifyAll(array $messages): array
    {
        $encoded = array_map($this->encode(...), $messages);
        // What waits for receipts answers when they are in.
        $waits = array_map(static fn (array $message): int => (int) ($message['receipts']['wait'] ?? 0), $messages);
        $waitMs = max([0, ...array_values($waits)]);
        $results = [];
        foreach (self::batches($encoded) as $batch) {
            try {
                array_push($results, ...$this->notifyBatch($batch, $waitMs));
            } catch (OriginError $error) {
                throw new OriginError(
                    $error->faultCode,
                    $error->getMessage(),
                    $error->status,
                    $error->retryAfter,
                    $results,
                );
            }
        }
        return $results;
    }

    /**
     * Encodes once, with an id, so that every attempt carries the same one and none is stored twice.
     *
     * @param array<string, mixed> $message
     */
    private function encode(array $message): string
    {
        $message['id'] ??= $this->ports->newId();
        if (is_array($message['channel'] ?? null)) {
            $message['channel'] = self::channel($message['channel']);
        }
        try {
            return Json::encode($message);
        } catch (\JsonException) {
            throw new OriginError('bad_request', 'A message cannot be written as JSON.');
        }
    }

    /**
     * Integers become text here: JSON's numbers are doubles at the other end. An object, since PHP writes an empty
     * array as a list. What is wrong with it the deployment says, for this message alone.
     *
     * @param array<string, mixed> $channel
     */
    private static function channel(array $channel): object
    {
        $text = static fn (mixed $value): mixed => is_int($value) ? (string) $value : $value;
        return (object) array_map($text, $channel);
    }

    /**
     * @param list<string> $messages
     * @return iterable<list<string>> runs that each fit one request, in order
     */
    private static function batches(array $messages): iterable
    {
        $batch = [];
        $bytes = self::ENVELOPE_BYTES;
        foreach ($messages as $message) {
            $more = strlen($message) + 1;
            $full = count($batch) === Limits::NOTIFY_MESSAGES || $bytes + $more > Limits::NOTIFY_BYTES;
            if ($full && $batch !== []) {
                yield $batch;
                $batch = [];
                $bytes = self::ENVELOPE_BYTES;
            }
            $batch[] = $message;
            $bytes += $more;
        }
        if ($batch !== []) {
            yield $batch;
        }
    }

    /**
     * Sends until every message has a result that lasts. One room that is overloaded does not fail the request; its
     * messages alone are sent again.
     *
     * @param list<string> $batch
     * @return list<NotifyResult>
     */
    private function notifyBatch(array $batch, int $waitMs): array
    {
        $backoff = new Backoff($this->ports);
        $left = $batch;
        $results = [];
        do {
            $failed = null;
            try {
                $fresh = array_combine(array_keys($left), $this->request->send($left, $waitMs));
                $results = array_replace($results, $fresh);
                $passing = array_filter($fresh, self::isPassing(...));
                $left = array_intersect_key($left, $passing);
                $waits = array_map(static fn (Refused $result): int => $result->fault->retryAfter ?? 0, $passing);
                $retryAfter = $waits === [] ? null : max($waits);
            } catch (OriginError $error) {
                $failed = $error;
                $retryAfter = $error->retryAfter;
            }
            $done = $left === [] || ($failed !== null && !Faults::isPassing($failed->faultCode, $failed->status));
        } while (!$done && $backoff->wait($retryAfter));
        // What an earlier attempt stored is not to be lost with a later one.
        if ($failed !== null && $results === []) {
            throw $failed;
        }
        return array_values($results);
    }

    private static function isPassing(NotifyResult $result): bool
    {
        return $result instanceof Refused && Faults::isPassing($result->fault->code);
    }
}
