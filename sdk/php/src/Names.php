<?php

declare(strict_types=1);

namespace Parlour;

/**
 * Finds slips in the names of fields.
 *
 * @internal
 */
final class Names
{
    /** No name is longer; comparing one that is would only cost time. */
    private const NAME_BYTES = 64;

    /**
     * Refuses an array with a key other than these.
     *
     * @param array<mixed> $given
     * @param list<string> $known
     * @param string $at what the array is, for the message
     * @throws OriginError `bad_request` that names the field, and the one that was probably meant
     */
    public static function check(array $given, array $known, string $at): void
    {
        foreach (array_keys($given) as $name) {
            if (in_array($name, $known, true)) {
                continue;
            }
            $likely = self::likely((string) $name, $known);
            $hint = $likely === null ? 'It takes ' . implode(', ', $known) . '.' : "Did you mean \"$likely\"?";
            throw new OriginError('bad_request', "$at has no field \"" . self::shown((string) $name) . "\". $hint");
        }
    }

    /**
     * The name among the known ones that was probably meant, or null where none is close.
     *
     * @param list<string> $known
     */
    public static function likely(string $given, array $known): ?string
    {
        $best = null;
        $least = PHP_INT_MAX;
        foreach (strlen($given) > self::NAME_BYTES ? [] : $known as $name) {
            $edits = self::distance(self::plain($given), self::plain($name));
            // A third of the letters may be wrong.
            if ($edits <= intdiv(max(strlen($given), strlen($name)) + 1, 3) && $edits < $least) {
                [$best, $least] = [$name, $edits];
            }
        }
        return $best;
    }

    /** Case and separators are a matter of the writer's language: `expect_head` is `expectHead`. */
    private static function plain(string $name): string
    {
        return str_replace(['-', '_'], '', strtolower($name));
    }

    /**
     * Damerau-Levenshtein distance in its form of optimal string alignment: letters added, left out, changed or
     * swapped. PHP's own `levenshtein` counts a swap as two.
     */
    private static function distance(string $from, string $to): int
    {
        $before = [];
        $above = range(0, strlen($to));
        for ($row = 1; $row <= strlen($from); $row++) {
            $line = [$row];
            for ($column = 1; $column <= strlen($to); $column++) {
                $changed = $above[$column - 1] + ($from[$row - 1] === $to[$column - 1] ? 0 : 1);
                $line[] = min($above[$column] + 1, $line[$column - 1] + 1, $changed);
                $inside = $row > 1 && $column > 1;
                if ($inside && $from[$row - 1] === $to[$column - 2] && $from[$row - 2] === $to[$column - 1]) {
                    $line[$column] = min($line[$column], $before[$column - 2] + 1);
                }
            }
            [$before, $above] = [$above, $line];
        }
        return $above[strlen($to)];
    }

    /** A name as a message may hold it, whatever it is. */
    private static function shown(string $name): string
    {
        $cut = strlen($name) > self::NAME_BYTES ? substr($name, 0, self::NAME_BYTES) . '…' : $name;
        return (string) json_decode((string) json_encode($cut, JSON_INVALID_UTF8_SUBSTITUTE));
    }
}
