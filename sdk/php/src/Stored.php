<?php

declare(strict_types=1);

namespace Parlour;

/** The message is in the channel's log. */
final class Stored extends NotifyResult
{
    /**
     * @param int $at when it was stored, in milliseconds since 1970
     * @param string $cursor where a reader stands who has read the channel up to this message
     * @param int $recipients how many readers it was handed to
     * @param mixed $receipts who confirmed it, where receipts were asked for
     */
    public function __construct(
        public readonly int $seq,
        public readonly int $at,
        public readonly string $cursor,
        public readonly int $recipients,
        public readonly mixed $receipts = null,
    ) {
        parent::__construct(true);
    }
}
