<?php

declare(strict_types=1);

namespace Parlour;

/** What became of a message: {@see Stored} where `ok` is true, {@see Refused} where it is false. */
abstract class NotifyResult
{
    protected function __construct(public readonly bool $ok)
    {
    }
}
