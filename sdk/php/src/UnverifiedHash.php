<?php

declare(strict_types=1);

namespace Parlour;

/** A channel hash taken apart. Nothing in it is to be believed before its signature is verified. */
final class UnverifiedHash
{
    /**
     * @param array{context: string, component: string, area: string, item: string, details: string} $channel
     */
    public function __construct(
        public readonly string $keyId,
        public readonly array $channel,
        public readonly string $canonical,
        public readonly string $signature,
    ) {
    }
}
