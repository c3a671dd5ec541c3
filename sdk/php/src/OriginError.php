<?php

declare(strict_types=1);

namespace Parlour;

/**
 * What every method of an {@see Origin} throws. Neither the message nor anything attached holds the secret: what the
 * transport threw is left out on purpose, since it may know the request's headers.
 */
final class OriginError extends \RuntimeException
{
    /**
     * @param string $faultCode a code of the protocol's fault table, `unreachable` or `bad_answer`
     * @param int|null $status the HTTP status, where there was an answer
     * @param int|null $retryAfter milliseconds after which the deployment would like to be asked again
     * @param list<NotifyResult> $results those of the messages before, where a notify took several requests
     */
    public function __construct(
        public readonly string $faultCode,
        string $message,
        public readonly ?int $status = null,
        public readonly ?int $retryAfter = null,
        public readonly array $results = [],
    ) {
        parent::__construct($message);
    }
}
