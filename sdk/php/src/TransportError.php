<?php

declare(strict_types=1);

namespace Parlour;

/** There was no answer. The message is shown to the caller: a few words without anything of the request. */
final class TransportError extends \RuntimeException
{
}
