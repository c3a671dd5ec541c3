<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Ports;

/** Time passes only while somebody sleeps. */
final class FakePorts implements Ports
{
    public const NOW = 1_790_000_000_000;

    public int $now = self::NOW;
    /** @var list<int> */
    public array $slept = [];
    private int $ids = 0;

    public function now(): int
    {
        return $this->now;
    }

    public function random(): float
    {
        return 0.5;
    }

    public function sleep(int $milliseconds): void
    {
        $this->slept[] = $milliseconds;
        $this->now += $milliseconds;
    }

    public function newId(): string
    {
        return 'id-' . ++$this->ids;
    }
}
