<?php

declare(strict_types=1);

namespace Parlour;

/** What the SDK needs from outside beside the network; tests give their own. */
interface Ports
{
    /** Milliseconds since 1970. */
    public function now(): int;

    /** A number from 0 up to 1. */
    public function random(): float;

    public function sleep(int $milliseconds): void;

    /** An id that no other message has. */
    public function newId(): string;
}
