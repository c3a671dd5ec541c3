<?php

declare(strict_types=1);

namespace Parlour;

/** A webhook whose signature holds. */
final class WebhookEvent
{
    /**
     * @param string $id the same whenever this event is sent again
     * @param string $type `member.joined`, `member.left`, `channel.occupied`, `channel.vacated`, `message.published` or
     * `call`; newer deployments may send others
     * @param string $timestamp ISO 8601
     * @param array<string, mixed> $data `app`, `channel`, and what belongs to the type
     */
    public function __construct(
        public readonly string $id,
        public readonly string $type,
        public readonly string $timestamp,
        public readonly array $data,
    ) {
    }
}
