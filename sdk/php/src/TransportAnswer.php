<?php

declare(strict_types=1);

namespace Parlour;

final class TransportAnswer
{
    /**
     * @param array<string, string> $headers by name in lower case
     */
    public function __construct(
        public readonly int $status,
        public readonly string $body,
        public readonly array $headers = [],
    ) {
    }

    /**
     * @internal
     * @param iterable<string> $lines
     * @return array<string, string>
     */
    public static function readHeaders(iterable $lines): array
    {
        $headers = [];
        foreach ($lines as $line) {
            [$name, $value] = explode(':', $line, 2) + [1 => null];
            if ($value !== null) {
                $headers[strtolower(trim($name))] = trim($value);
            }
        }
        return $headers;
    }
}
