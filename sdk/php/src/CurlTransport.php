<?php

declare(strict_types=1);

namespace Parlour;

/** Posts with ext-curl. The connection is kept for the next request. */
final class CurlTransport implements Transport
{
    private ?\CurlHandle $handle = null;

    public function post(
        string $url,
        #[\SensitiveParameter] array $headers,
        string $body,
        int $timeoutMs,
    ): TransportAnswer {
        $this->handle ??= curl_init();
        curl_reset($this->handle);
        $lines = [];
        curl_setopt_array($this->handle, [
            CURLOPT_URL => $url,
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            // Without an empty Expect, curl asks first whether a long body is welcome, and waits for the answer.
            CURLOPT_HTTPHEADER => [...self::lines($headers), 'Expect:'],
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_TIMEOUT_MS => $timeoutMs,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_HEADERFUNCTION => static function ($handle, string $line) use (&$lines): int {
                $lines[] = $line;
                return strlen($line);
            },
        ]);
        $answer = curl_exec($this->handle);
        // Until the next request the handle keeps nothing of this one but the connection.
        $status = curl_getinfo($this->handle, CURLINFO_RESPONSE_CODE);
        $error = curl_errno($this->handle);
        curl_reset($this->handle);
        if (!is_string($answer)) {
            throw new TransportError(curl_strerror($error) ?? "curl error $error");
        }
        return new TransportAnswer($status, $answer, TransportAnswer::readHeaders($lines));
    }

    /**
     * @param array<string, string> $headers
     * @return list<string>
     */
    private static function lines(#[\SensitiveParameter] array $headers): array
    {
        return array_map(static fn (string $name): string => "$name: $headers[$name]", array_keys($headers));
    }
}
