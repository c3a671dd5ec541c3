<?php

declare(strict_types=1);

namespace Parlour;

/**
 * The waits between attempts, with full jitter, so that many origins that failed together do not come back together. A
 * wait that the other side asks for is kept, and the jitter comes on top of it.
 *
 * @internal
 */
final class Backoff
{
    public const ATTEMPTS = 5;
    /** After this no further attempt begins. */
    public const TOTAL_MS = 30_000;
    /** After this one attempt is given up. */
    public const ATTEMPT_MS = 10_000;
    /** The ceiling of the first wait; it doubles with each further one, up to the cap. */
    public const BASE_MS = 250;
    public const CAP_MS = 8_000;

    private int $tried = 1;
    private int $end;

    public function __construct(private readonly Ports $ports)
    {
        $this->end = $ports->now() + self::TOTAL_MS;
    }

    /** Waits for the next attempt, or answers false at once where there is to be none. */
    public function wait(?int $retryAfter): bool
    {
        if ($this->tried >= self::ATTEMPTS) {
            return false;
        }
        $ceiling = min(self::CAP_MS, self::BASE_MS * 2 ** ($this->tried - 1));
        $wait = ($retryAfter ?? 0) + (int) floor($this->ports->random() * $ceiling);
        if ($this->ports->now() + $wait > $this->end) {
            return false;
        }
        $this->ports->sleep($wait);
        $this->tried++;
        return true;
    }
}
