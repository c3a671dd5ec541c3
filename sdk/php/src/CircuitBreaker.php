<?php

declare(strict_types=1);

namespace Parlour;

/**
 * After a request that nobody answered in all its time, further ones to the same deployment fail at once for some
 * seconds. Then a single attempt decides. It is kept for each process: with PHP-FPM that is the present page request, in
 * a worker or a long script all of its life.
 *
 * @internal
 */
final class CircuitBreaker
{
    /** @var array<string, array{code: string, message: string, status: int|null, until: int}> by deployment */
    private static array $down = [];

    /**
     * @param int $failFastMs 0 switches it off
     */
    public function __construct(
        private readonly string $deployment,
        private readonly int $failFastMs,
        private readonly Ports $ports,
    ) {
    }

    /**
     * Answers whether the deployment was down a while ago, so that one attempt has to do.
     *
     * @throws OriginError where it was down a moment ago
     */
    public function failFast(): bool
    {
        $down = $this->failFastMs > 0 ? self::$down[$this->deployment] ?? null : null;
        if ($down === null) {
            return false;
        }
        $left = $down['until'] - $this->ports->now();
        if ($left > 0) {
            $message = 'Not sent, because a request has just failed: ' . $down['message'];
            throw new OriginError($down['code'], $message, $down['status'], $left);
        }
        return true;
    }

    /**
     * @param OriginError|null $error what a request ended with as a whole; who refuses is there
     */
    public function ended(?OriginError $error): void
    {
        if ($this->failFastMs === 0) {
            return;
        }
        $isPassing = $error !== null && Faults::isPassing($error->faultCode, $error->status);
        if ($isPassing && ($error->status === null || $error->status >= 500)) {
            // Not the error itself: its trace holds what the site was about to send.
            self::$down[$this->deployment] = [
                'code' => $error->faultCode,
                'message' => $error->getMessage(),
                'status' => $error->status,
                'until' => $this->ports->now() + $this->failFastMs,
            ];
        } else {
            unset(self::$down[$this->deployment]);
        }
    }

    /** Forgets what was down. For tests. */
    public static function reset(): void
    {
        self::$down = [];
    }
}
