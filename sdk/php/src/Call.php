<?php

declare(strict_types=1);

namespace Parlour;

/** What a page asks of the origin. */
final class Call
{
    /**
     * @param array<string, string> $channel `context`, `component`, `area`, `item`, `details`
     * @param array<string, mixed>|null $user `id`, `name`, `role`, `info` out of the caller's ticket; null is a guest
     * @param string|null $component the part of the page that asks, where it says so
     * @param mixed $data what the page sent; nobody has checked it
     */
    public function __construct(
        public readonly string $id,
        public readonly string $app,
        public readonly array $channel,
        public readonly ?array $user,
        public readonly ?string $component,
        public readonly mixed $data,
    ) {
    }

    /**
     * @internal
     */
    public static function of(WebhookEvent $event): self
    {
        $data = $event->data;
        $user = is_array($data['user'] ?? null) ? $data['user'] : null;
        $component = is_string($data['component'] ?? null) ? $data['component'] : null;
        return new self($event->id, $data['app'], $data['channel'], $user, $component, $data['data'] ?? null);
    }
}
