<?php

declare(strict_types=1);

namespace Parlour;

/** A request is not a webhook of the app, or an old one. Its message may be shown to the caller. */
final class WebhookError extends \RuntimeException
{
}
