<?php

declare(strict_types=1);

namespace Parlour;

/**
 * A channel is an array of five texts: `context`, `component`, `area`, `item` and `details`.
 */
final class Channel
{
    /** The properties in the order of the canonical form. */
    public const PROPERTIES = ['context', 'component', 'area', 'item', 'details'];

    /**
     * Completes a channel: a missing property is empty, an integer stands for its decimal text.
     *
     * @param array<string, mixed> $input
     * @return array{context: string, component: string, area: string, item: string, details: string}
     * @throws OriginError `bad_request` for a property that there is not, that is neither text nor an integer, or over
     * the limit
     */
    public static function of(array $input): array
    {
        Names::check($input, self::PROPERTIES, 'channel');
        $channel = [];
        foreach (self::PROPERTIES as $name) {
            $channel[$name] = self::property($name, $input[$name] ?? '');
        }
        return $channel;
    }

    private static function property(string $name, mixed $value): string
    {
        $text = is_int($value) ? (string) $value : $value;
        if (!is_string($text) || !Utf8::isWellFormed($text)) {
            throw new OriginError('bad_request', "channel.$name must be a text or a whole number.");
        }
        if (strlen($text) > Limits::PROPERTY_BYTES) {
            throw new OriginError('bad_request', "channel.$name is over " . Limits::PROPERTY_BYTES . ' bytes.');
        }
        return $text;
    }

    /**
     * The canonical form: each property as a netstring, one after another. No two channels share it.
     *
     * @param array<string, mixed> $input
     * @throws OriginError `bad_request`
     */
    public static function canonicalForm(array $input): string
    {
        $canonical = '';
        foreach (self::of($input) as $text) {
            $canonical .= strlen($text) . ':' . $text . ',';
        }
        if (strlen($canonical) > Limits::CANONICAL_BYTES) {
            throw new OriginError('bad_request', 'The channel is over ' . Limits::CANONICAL_BYTES . ' bytes.');
        }
        return $canonical;
    }

    /**
     * The canonical form as it stands in a hash, and in a ticket's `channels`.
     *
     * @param array<string, mixed> $input
     * @throws OriginError `bad_request`
     */
    public static function canonicalPart(array $input): string
    {
        return Base64Url::encode(self::canonicalForm($input));
    }

    /**
     * The channel that canonical bytes spell, or null where they are not five netstrings in shortest form.
     *
     * @return array{context: string, component: string, area: string, item: string, details: string}|null
     */
    public static function parseCanonical(string $bytes): ?array
    {
        $values = [];
        $at = 0;
        while ($at < strlen($bytes)) {
            if (preg_match('/\G(0|[1-9][0-9]{0,2}):/', $bytes, $match, 0, $at) !== 1) {
                return null;
            }
            $start = $at + strlen($match[0]);
            $values[] = $value = substr($bytes, $start, (int) $match[1]);
            $at = $start + (int) $match[1] + 1;
            $fits = strlen($value) <= Limits::PROPERTY_BYTES && Utf8::isWellFormed($value);
            if (!$fits || ($bytes[$at - 1] ?? '') !== ',') {
                return null;
            }
        }
        $whole = count($values) === count(self::PROPERTIES) && $at <= Limits::CANONICAL_BYTES;
        return $whole ? array_combine(self::PROPERTIES, $values) : null;
    }
}
