<?php

declare(strict_types=1);

namespace Parlour;

/** Posts with PHP's own streams, for sites without ext-curl. Needs `allow_url_fopen`. */
final class StreamTransport implements Transport
{
    private const CHUNK_BYTES = 65_536;

    public function post(
        string $url,
        #[\SensitiveParameter] array $headers,
        string $body,
        int $timeoutMs,
    ): TransportAnswer {
        $end = hrtime(true) + $timeoutMs * 1_000_000;
        $stream = self::open($url, $headers, $body, $timeoutMs);
        if ($stream === false) {
            throw new TransportError('the connection failed');
        }
        try {
            // Read before the body: reading it takes the list along.
            $lines = stream_get_meta_data($stream)['wrapper_data'] ?? [];
            $answer = self::read($stream, $end);
        } finally {
            fclose($stream);
        }
        $headers = TransportAnswer::readHeaders($lines);
        if (strlen($answer) < (int) ($headers['content-length'] ?? 0)) {
            throw new TransportError('the answer broke off');
        }
        $status = preg_match('~\AHTTP/\S+ ([0-9]{3})~', $lines[0] ?? '', $match) === 1 ? (int) $match[1] : 0;
        return new TransportAnswer($status, $answer, $headers);
    }

    /**
     * @param array<string, string> $headers
     * @return resource|false
     */
    private static function open(string $url, #[\SensitiveParameter] array $headers, string $body, int $timeoutMs)
    {
        $headers['Connection'] = 'close';
        $lines = array_map(static fn (string $name): string => "$name: $headers[$name]", array_keys($headers));
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => $lines,
            'content' => $body,
            'timeout' => $timeoutMs / 1000,
            'protocol_version' => 1.1,
            'follow_location' => 0,
            'ignore_errors' => true,
        ]]);
        // Not `@`: a site's error handler is called all the same, and many turn a warning into an exception.
        set_error_handler(static fn (): bool => true);
        try {
            return fopen($url, 'rb', false, $context);
        } finally {
            restore_error_handler();
        }
    }

    /**
     * @param resource $stream
     */
    private static function read($stream, int $end): string
    {
        $answer = '';
        while (!feof($stream)) {
            $chunk = fread($stream, self::CHUNK_BYTES);
            // The stream's own limit is for one read, so that a trickle would never end.
            if ($chunk === false || stream_get_meta_data($stream)['timed_out'] || hrtime(true) > $end) {
                throw new TransportError('the answer took too long');
            }
            $answer .= $chunk;
        }
        return $answer;
    }
}
