<?php

declare(strict_types=1);

namespace Parlour;

/**
 * @internal
 */
final class Utf8
{
    /** Whether bytes are well-formed UTF-8. The check is that of PCRE, since ext-mbstring need not be there. */
    public static function isWellFormed(string $bytes): bool
    {
        return preg_match('//u', $bytes) === 1;
    }
}
