<?php

declare(strict_types=1);

// Does what a test written in another language asks: one request as JSON on stdin, the answer as JSON on stdout.

namespace Parlour\Tests;

use Parlour\Call;
use Parlour\CallError;
use Parlour\ChannelHash;
use Parlour\CurlTransport;
use Parlour\Faults;
use Parlour\Origin;
use Parlour\OriginError;
use Parlour\Ports;
use Parlour\StreamTransport;
use Parlour\SystemPorts;
use Parlour\WebhookError;
use Parlour\Webhooks;

require __DIR__ . '/../autoload.php';
require __DIR__ . '/HurriedPorts.php';

$origin = static function (array $ask, ?Ports $ports = null): Origin {
    $transport = ($ask['transport'] ?? '') === 'stream' ? new StreamTransport() : new CurlTransport();
    $times = array_intersect_key($ask, ['timeoutMs' => 0, 'failFastMs' => 0]);
    return new Origin($ask['url'] ?? 'http://localhost', $ask['key'], $ask['secret'], $transport, $ports, ...$times);
};

$notify = static function (array $ask, ?Ports $ports = null) use ($origin, &$notify): array {
    // A test that scripts failures does not want to wait for the real pauses.
    $ports ??= ($ask['hurry'] ?? false) ? new HurriedPorts() : new SystemPorts();
    $slept = static fn (): array => $ports instanceof HurriedPorts ? $ports->slept : [];
    $sender = $origin($ask, $ports);
    try {
        return ['results' => $sender->notify($ask['messages']), 'slept' => $slept()];
    } catch (OriginError $error) {
        $code = $error->faultCode;
        $before = $slept();
        // Whatever comes next in the same process.
        $next = $ask['again'] ?? false ? $notify(['again' => false] + $ask, $ports) : null;
        $told = ['text' => (string) $error, 'message' => $error->getMessage(), 'retryAfter' => $error->retryAfter];
        return ['code' => $code, 'status' => $error->status, 'slept' => $before, 'next' => $next] + $told;
    }
};

/** What a slip is told, wherever it was made. */
$slip = static function (callable $work): mixed {
    try {
        return $work();
    } catch (OriginError $error) {
        return ['code' => $error->faultCode, 'message' => $error->getMessage()];
    }
};

$webhook = static function (array $ask): array {
    try {
        return (array) (new Webhooks($ask['secrets']))->verify(base64_decode($ask['body']), $ask['headers']);
    } catch (WebhookError $error) {
        return ['error' => $error->getMessage()];
    }
};

$call = static function (array $ask): array {
    $handler = static fn (Call $call): array => match ($ask['handler']) {
        'refuse' => throw new CallError('Not today.'),
        'crash' => throw new \RuntimeException($ask['secrets'][0]),
        default => ['component' => $call->component, 'user' => $call->user, 'data' => $call->data],
    };
    $webhooks = new Webhooks($ask['secrets'], static fn (\Throwable $error): mixed => null);
    return (array) $webhooks->answerCall(base64_decode($ask['body']), $ask['headers'], $handler);
};

$ask = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$answer = match ($ask['do']) {
    'hashes' => $slip(static fn () => array_map(
        static fn ($one): string => $origin($one)->channelHash($one['channel']),
        $ask['channels'],
    )),
    'verified' => array_map(static fn (string $hash) => ChannelHash::verify($hash, $ask['secrets']), $ask['hashes']),
    'ticket' => $origin($ask)->ticket(...$ask['options']),
    'notify' => $notify($ask),
    'webhook' => $webhook($ask),
    'call' => $call($ask),
    'codes' => ['passing' => Faults::PASSING, 'lasting' => Faults::LASTING],
};
echo json_encode($answer, JSON_THROW_ON_ERROR);
