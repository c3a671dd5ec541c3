<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Transport;
use Parlour\TransportAnswer;

/** Answers each request by the next step; after the last one everything is stored. */
final class FakeTransport implements Transport
{
    /** @var list<list<array<string, mixed>>> */
    public array $requests = [];
    /** @var list<string> */
    public array $urls = [];
    /** @var list<int> */
    public array $timeouts = [];
    /** @var list<array<string, string>> */
    public array $headers = [];
    /** @var list<TransportAnswer|\Exception|\Closure> */
    private array $steps;

    public function __construct(TransportAnswer|\Exception|\Closure ...$steps)
    {
        $this->steps = $steps;
    }

    public function post(string $url, array $headers, string $body, int $timeoutMs): TransportAnswer
    {
        $messages = json_decode($body, true, 512, JSON_THROW_ON_ERROR)['messages'];
        $this->requests[] = $messages;
        $this->urls[] = $url;
        $this->timeouts[] = $timeoutMs;
        $this->headers[] = $headers;
        $step = array_shift($this->steps) ?? self::stored(...);
        return match (true) {
            $step instanceof \Exception => throw $step,
            $step instanceof \Closure => $step($messages),
            default => $step,
        };
    }

    /**
     * @return list<list<string>>
     */
    public function ids(): array
    {
        return array_map(static fn (array $messages): array => array_column($messages, 'id'), $this->requests);
    }

    /**
     * @param array<mixed> $messages
     */
    public static function stored(array $messages): TransportAnswer
    {
        return self::answer(['results' => self::results(count($messages))]);
    }

    /**
     * @return list<array<string, mixed>>
     */
    public static function results(int $count): array
    {
        $result = static fn (int $seq): array => ['seq' => $seq, 'at' => FakePorts::NOW, 'cursor' => "e:$seq"];
        return array_map(static fn (int $seq): array => $result($seq) + ['recipients' => 0], range(1, $count));
    }

    /**
     * @param array<string, string> $headers
     */
    public static function answer(mixed $body, int $status = 200, array $headers = []): TransportAnswer
    {
        return new TransportAnswer($status, is_string($body) ? $body : json_encode($body), $headers);
    }

    /**
     * @param array<string, mixed> $more
     */
    public static function fault(string $code, int $status, array $more = []): TransportAnswer
    {
        return self::answer(['fault' => ['code' => $code, 'message' => "It is $code."] + $more], $status);
    }
}
