<?php

declare(strict_types=1);

namespace Parlour;

/** Thrown by a handler of calls, whose caller is to read the message. Sites may extend it. */
class CallError extends \RuntimeException
{
}
