<?php

declare(strict_types=1);

namespace Parlour;

/** The message was not stored; `fault->code` says why. */
final class Refused extends NotifyResult
{
    public function __construct(public readonly Fault $fault)
    {
        parent::__construct(false);
    }
}
