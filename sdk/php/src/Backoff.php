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
    /** After this one attempt is given up. */
    public const ATTEMPT_MS = 10_000;
    /** The ceiling of the first wait; it doubles with each further one, up to the cap. */
    public const BASE_MS = 250;
    public const CAP_MS = 8_000;
    /** What is kept of the time for a last attempt; of a short time a quarter. */
    public const LAST_MS = 1_000;

    private int $ceiling = self::BASE_MS;
    private int $end;

    /**
     * @param int $timeoutMs the longest that all of it may take
     * @param int $waitMs how long the deployment was asked to wait before it answers; it comes on top
     */
    public function __construct(
        private readonly Ports $ports,
        private readonly int $timeoutMs,
        private readonly int $waitMs,
    ) {
        $this->end = $ports->now() + $timeoutMs + $waitMs;
    }

    /** How long the next attempt may take. */
    public function attemptMs(): int
    {
        return max(1, min(self::ATTEMPT_MS + $this->waitMs, $this->end - $this->ports->now()));
    }

    /** Waits for the next attempt, or answers false at once where none fits into the time. */
    public function wait(?int $retryAfter): bool
    {
        $latest = $this->end - $this->ports->now() - min(self::LAST_MS, intdiv($this->timeoutMs, 4));
        if ($latest < 1 || ($retryAfter ?? 0) > $latest) {
            return false;
        }
        $wait = ($retryAfter ?? 0) + (int) floor($this->ports->random() * $this->ceiling);
        $this->ports->sleep(min($latest, max(1, $wait)));
        $this->ceiling = min(self::CAP_MS, $this->ceiling * 2);
        return true;
    }
}
