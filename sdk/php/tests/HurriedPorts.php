<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Ports;
use Parlour\SystemPorts;

/** The machine's, without its patience: what it was to sleep is written down, and has passed. */
final class HurriedPorts implements Ports
{
    /** @var list<int> */
    public array $slept = [];
    private SystemPorts $system;

    public function __construct()
    {
        $this->system = new SystemPorts();
    }

    public function now(): int
    {
        return $this->system->now() + array_sum($this->slept);
    }

    public function random(): float
    {
        return $this->system->random();
    }

    public function sleep(int $milliseconds): void
    {
        $this->slept[] = $milliseconds;
    }

    public function newId(): string
    {
        return $this->system->newId();
    }
}
