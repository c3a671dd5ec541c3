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

    // One escape after the other, so that a backslash that is escaped itself begins none: a pair of surrogates, a lone
    // one, and any other.
    private const ESCAPES = '/\\\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}'
        . '|(?<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)/s';

    /**
     * Objects become arrays by key. What is no text in UTF-8 (bytes, or half of a surrogate pair, which JavaScript can
     * store) becomes U+FFFD, as JavaScript's own encoder writes it.
     *
     * @throws \JsonException
     */
    public static function decode(string $text): mixed
    {
        $flags = JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE;
        try {
            return json_decode($text, true, 512, $flags);
        } catch (\JsonException $error) {
            if ($error->getCode() !== JSON_ERROR_UTF16) {
                throw $error;
            }
        }
        $mend = static fn (array $escape): string => ($escape['lone'] ?? '') === '' ? $escape[0] : '\\ufffd';
        return json_decode((string) preg_replace_callback(self::ESCAPES, $mend, $text), true, 512, $flags);
    }
}
