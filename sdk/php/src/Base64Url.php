<?php

declare(strict_types=1);

namespace Parlour;

/**
 * Base64url without padding (RFC 4648 section 5).
 *
 * @internal
 */
final class Base64Url
{
    public static function encode(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    /**
     * Answers null for anything that {@see encode} would not have written: foreign characters, padding, an impossible
     * length, spare bits that are not zero. One value has one spelling.
     */
    public static function decode(string $text): ?string
    {
        if (preg_match('/\A[A-Za-z0-9_-]*\z/', $text) !== 1) {
            return null;
        }
        $bytes = base64_decode(strtr($text, '-_', '+/'), true);
        return $bytes !== false && self::encode($bytes) === $text ? $bytes : null;
    }
}
