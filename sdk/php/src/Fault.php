<?php

declare(strict_types=1);

namespace Parlour;

/** Why a message was not stored. */
final class Fault
{
    /**
     * @param string $code a code of the protocol's fault table
     * @param int|null $retryAfter milliseconds to wait before trying again
     * @param mixed $newer with `conflict`: the events that are newer than the expected head
     */
    public function __construct(
        public readonly string $code,
        public readonly string $message,
        public readonly ?int $retryAfter = null,
        public readonly mixed $newer = null,
    ) {
    }

    /**
     * @internal
     * @param mixed $value a fault as it travels
     */
    public static function read(mixed $value): ?self
    {
        $code = $value['code'] ?? null;
        $message = $value['message'] ?? null;
        if (!is_array($value) || !is_string($code) || !is_string($message)) {
            return null;
        }
        $retryAfter = is_int($value['retryAfter'] ?? null) ? max(0, $value['retryAfter']) : null;
        return new self(Faults::known($code), $message, $retryAfter, $value['newer'] ?? null);
    }
}
