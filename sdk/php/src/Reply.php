<?php

declare(strict_types=1);

namespace Parlour;

/** What to answer to a webhook. */
final class Reply
{
    /**
     * @param array<string, string> $headers
     */
    public function __construct(
        public readonly int $status,
        public readonly string $body = '',
        public readonly array $headers = ['Content-Type' => 'application/json'],
    ) {
    }

    /**
     * @internal
     */
    public static function error(int $status, string $message): self
    {
        // A message in another encoding must not cost the caller the status.
        $body = json_encode(['error' => ['message' => $message]], JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR);
        return new self($status, $body);
    }

    /** Sends it as the answer of the present PHP request. */
    public function send(): void
    {
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
    }
}
