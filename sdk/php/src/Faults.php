<?php

declare(strict_types=1);

namespace Parlour;

/**
 * The codes of the protocol's fault table, and the two that only an origin meets: no answer, or one that makes no
 * sense.
 */
final class Faults
{
    public const UNREACHABLE = 'unreachable';
    public const BAD_ANSWER = 'bad_answer';

    /** The same request may well succeed later. */
    public const PASSING = [
        'internal', 'overloaded', 'not_configured', 'slow_reader', 'rate_limited', 'full', 'origin_timeout',
        'origin_failed', 'silent', 'restarting', 'erased',
    ];

    /** The same request will fail again. */
    public const LASTING = [
        'bad_request', 'bad_frame', 'bad_hash', 'forbidden', 'area_off', 'not_found', 'bad_method', 'bad_origin',
        'bad_credentials', 'too_large', 'bad_cursor', 'unknown_cursor', 'conflict', 'upgrade_required',
        'not_supported', 'banned', 'muted', 'kicked', 'bad_ticket', 'ticket_expired', 'ticket_required',
    ];

    /** A code of a newer deployment reads as `internal`. */
    public static function known(string $code): string
    {
        return in_array($code, self::PASSING, true) || in_array($code, self::LASTING, true) ? $code : 'internal';
    }

    /**
     * Whether it is worth to try again.
     *
     * @param int|null $status the HTTP status of an answer that failed as a whole
     */
    public static function isPassing(string $code, ?int $status = null): bool
    {
        if ($code === self::UNREACHABLE) {
            return true;
        }
        $passing = $status === null || $status === 429 || $status >= 500;
        return $passing && ($code === self::BAD_ANSWER || in_array($code, self::PASSING, true));
    }
}
