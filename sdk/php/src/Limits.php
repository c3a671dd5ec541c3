<?php

declare(strict_types=1);

namespace Parlour;

/** The protocol's limits that an origin meets. Bytes are UTF-8 bytes. */
final class Limits
{
    public const PROPERTY_BYTES = 200;
    public const CANONICAL_BYTES = 512;
    public const HASH_BYTES = 1_024;
    public const TICKET_BYTES = 8_192;
    public const TICKET_LIFE_SECONDS = 86_400;
    public const USER_ID_BYTES = 128;
    public const USER_NAME_BYTES = 200;
    public const USER_INFO_BYTES = 1_024;
    public const JSON_DEPTH = 32;
    public const NOTIFY_MESSAGES = 100;
    public const NOTIFY_BYTES = 4_194_304;
}
