<?php

declare(strict_types=1);

namespace Parlour;

/** Carries one HTTP request. For sites with an HTTP client of their own, and for tests. */
interface Transport
{
    /**
     * Posts a body and returns the answer, whatever its status. Redirects are not followed: they would carry the
     * credentials to wherever they point.
     *
     * @param array<string, string> $headers
     * @throws TransportError where there is no whole answer within the time
     */
    public function post(
        string $url,
        #[\SensitiveParameter] array $headers,
        string $body,
        int $timeoutMs,
    ): TransportAnswer;
}
