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
    private const FIELDS = ['channel', 'hash', 'name', 'data', 'id', 'exclude', 'expectHead', 'receipts'];
    // `{"messages":[` and `]}`.
    private const ENVELOPE_BYTES = 15;

    public function __construct(
        private readonly NotifyRequest $request,
        private readonly Ports $ports,
        private readonly CircuitBreaker $breaker,
        private readonly int $timeoutMs,
    ) {
    }

    /**
     * @param list<mixed> $messages
     * @return list<NotifyResult>
     * @throws OriginError whose `results` are those of the requests before
     */
    public function notifyAll(array $messages): array
    {
        foreach ($messages as $index => $message) {
            self::check($message, "messages[$index]");
        }
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
     * What is wrong with a value the deployment says, for its message alone.
     *
     * @throws OriginError `bad_request` for a field that there is not, and for a condition that has no value
     */
    private static function check(mixed $message, string $at): void
    {
        if (!is_array($message)) {
            throw new OriginError('bad_request', "$at must be an array with " . implode(', ', self::FIELDS) . '.');
        }
        Names::check($message, self::FIELDS, $at);
        if (array_key_exists('expectHead', $message) && $message['expectHead'] === null) {
            $hint = 'leave it out where there is no condition.';
            throw new OriginError('bad_request', "$at.expectHead has no value; $hint");
        }
        if (is_array($message['channel'] ?? null)) {
            Names::check($message['channel'], Channel::PROPERTIES, "$at.channel");
        }
        if (is_array($message['receipts'] ?? null)) {
            Names::check($message['receipts'], ['wait'], "$at.receipts");
        }
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
        if (isset($message['exclude'])) {
            $message['exclude'] = self::users($message['exclude']);
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
        return (object) array_map(self::text(...), $channel);
    }

    /** User ids as texts. What `array_filter` left of a list has holes, which JSON would write as an object. */
    private static function users(mixed $exclude): mixed
    {
        return is_array($exclude) ? array_map(self::text(...), array_values($exclude)) : self::text($exclude);
    }

    private static function text(mixed $value): mixed
    {
        return is_int($value) ? (string) $value : $value;
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
        $isProbe = $this->breaker->failFast();
        $backoff = new Backoff($this->ports, $this->timeoutMs, $waitMs);
        $left = $batch;
        $results = [];
        do {
            $failed = null;
            try {
                $fresh = array_combine(array_keys($left), $this->request->send($left, $backoff->attemptMs()));
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
        } while (!$done && !$isProbe && $backoff->wait($retryAfter));
        $this->breaker->ended($failed);
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
