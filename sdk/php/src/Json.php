<?php

declare(strict_types=1);

namespace Parlour;

/**
 * @internal
 */
final class Json
{
    // As JavaScript writes it, so that a length in bytes is the same on both sides.
    private const FLAGS = JSON_THROW_ON_ERROR
        | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS;

    /**
     * @throws \JsonException
     */
    public static function encode(mixed $value, int $depth = 512): string
    {
        return json_encode($value, self::FLAGS, $depth);
    }

    /**
     * Objects become arrays by key.
     *
     * @throws \JsonException
     */
    public static function decode(string $text): mixed
    {
        return json_decode($text, true, 512, JSON_THROW_ON_ERROR);
    }
}
