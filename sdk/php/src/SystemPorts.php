<?php

declare(strict_types=1);

namespace Parlour;

/** The clock, the chance and the patience of the machine. */
final class SystemPorts implements Ports
{
    public function now(): int
    {
        return (int) floor(microtime(true) * 1000);
    }

    public function random(): float
    {
        return random_int(0, 2 ** 31 - 1) / 2 ** 31;
    }

    public function sleep(int $milliseconds): void
    {
        usleep($milliseconds * 1000);
    }

    /** A random UUID (RFC 9562 section 5.4). */
    public function newId(): string
    {
        $bytes = random_bytes(16);
        $bytes[6] = chr((ord($bytes[6]) & 0x0f) | 0x40);
        $bytes[8] = chr((ord($bytes[8]) & 0x3f) | 0x80);
        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
    }
}
