<?php

declare(strict_types=1);

namespace Parlour;

/**
 * The site's end of webhooks and calls, by the Standard Webhooks specification.
 *
 *     $webhooks = new Webhooks($secret);
 *     $answer = fn (Call $call) => ['now' => time()];
 *     $webhooks->answerCall(file_get_contents('php://input'), getallheaders(), $answer)->send();
 */
final class Webhooks
{
    public const TOLERANCE_SECONDS = 300;
    private const SECRET_PREFIX = 'whsec_';
    private const VERSION = 'v1,';

    /** @var list<Secret> */
    private readonly array $secrets;
    private readonly Ports $ports;

    /**
     * @param string|list<string>|false|null $secrets the secrets of the app's keys, as they are or in their `whsec_` form; while a
     * key is replaced, both
     * @param \Closure|null $onError takes what a handler threw that is not a {@see CallError}, of which the caller
     * learns nothing; by default its class and message go to PHP's error log
     * @throws OriginError `bad_request` for no secret, or one that is missing or empty
     */
    public function __construct(
        #[\SensitiveParameter] string|array|false|null $secrets,
        private readonly ?\Closure $onError = null,
        ?Ports $ports = null,
    ) {
        $given = is_array($secrets) ? $secrets : [$secrets];
        // A trace holds what a parameter is at the time of the throw; before PHP 8.2 nothing else keeps it out.
        $secrets = [];
        if ($given === []) {
            throw new OriginError('bad_request', 'Webhooks need the secret of a key.');
        }
        $kept = array_map(static fn (#[\SensitiveParameter] mixed $s): Secret => new Secret($s), array_values($given));
        $more = array_map(static fn (#[\SensitiveParameter] string $s): Secret => new Secret($s), self::decoded($given));
        $this->secrets = [...$kept, ...$more];
        $this->ports = $ports ?? new SystemPorts();
    }

    /**
     * A secret may itself begin like the `whsec_` form, so that one that does so stands for both.
     *
     * @param array<string> $secrets
     * @return list<string> what those of the `whsec_` form stand for
     */
    private static function decoded(#[\SensitiveParameter] array $secrets): array
    {
        $all = [];
        foreach ($secrets as $secret) {
            if (str_starts_with($secret, self::SECRET_PREFIX)) {
                $all[] = (string) base64_decode(substr($secret, strlen(self::SECRET_PREFIX)), true);
            }
        }
        return array_values(array_filter($all, static fn (string $s): bool => $s !== ''));
    }

    /**
     * Verifies a webhook: its signature by any of the secrets, and that it is not older or newer than the tolerance.
     *
     * @param string $body as it came, before anything has parsed it
     * @param array<string, string|list<string>> $headers as `getallheaders()`, `$_SERVER` or PSR-7 have them
     * @throws WebhookError
     * @throws OriginError `bad_request` for a body that was parsed
     */
    public function verify(mixed $body, array $headers): WebhookEvent
    {
        if (!is_string($body)) {
            $hint = "pass that, such as file_get_contents('php://input').";
            $message = "The body is not the text that came. A webhook's signature is over its raw text: $hint";
            throw new OriginError('bad_request', $message);
        }
        $headers = self::plain($headers);
        $id = $headers['webhook-id'] ?? '';
        $timestamp = $headers['webhook-timestamp'] ?? '';
        $signatures = $headers['webhook-signature'] ?? '';
        if ($id === '' || $signatures === '' || preg_match('/\A[0-9]{1,12}\z/', $timestamp) !== 1) {
            throw new WebhookError('The headers of a webhook are missing or malformed.');
        }
        if (!$this->isSigned("$id.$timestamp.$body", $signatures)) {
            throw new WebhookError('The signature of the webhook is wrong.');
        }
        if (abs($this->ports->now() / 1000 - (int) $timestamp) > self::TOLERANCE_SECONDS) {
            throw new WebhookError('The webhook is too old, or a clock is wrong.');
        }
        return self::event($id, $body);
    }

    /**
     * Verifies a webhook, has a handler answer it where it is a call, and tells what to send back.
     *
     * What the handler returns is the reply, as JSON. A {@see CallError} becomes status 400 with its message; anything
     * else that it throws becomes status 500 without any detail.
     *
     * @param string $body as it came, before anything has parsed it
     * @param array<string, string|list<string>> $headers
     * @param callable(Call): mixed $handler
     * @param (callable(WebhookEvent): void)|null $onEvent takes the other webhooks, where they come to the same
     * address; without it they are only acknowledged. What it throws makes the deployment send the webhook again
     * @throws OriginError `bad_request` for a body that was parsed
     */
    public function answerCall(mixed $body, array $headers, callable $handler, ?callable $onEvent = null): Reply
    {
        try {
            $event = $this->verify($body, $headers);
        } catch (WebhookError $error) {
            return Reply::error(401, $error->getMessage());
        }
        try {
            if ($event->type === 'call') {
                return new Reply(200, Json::encode($handler(Call::of($event))));
            }
            if ($onEvent !== null) {
                $onEvent($event);
            }
            return new Reply(204, '', []);
        } catch (CallError $error) {
            return Reply::error(400, $error->getMessage());
        } catch (\Throwable $error) {
            $this->report($error);
            return Reply::error(500, 'The request failed.');
        }
    }

    private function report(\Throwable $error): void
    {
        if ($this->onError === null) {
            error_log('Parlour webhook: ' . $error::class . ': ' . $error->getMessage());
        } else {
            ($this->onError)($error);
        }
    }

    /**
     * @param string $signatures entries with spaces between them, one for each key of the app
     */
    private function isSigned(string $content, string $signatures): bool
    {
        $signed = false;
        foreach ($this->secrets as $secret) {
            $expected = self::VERSION . base64_encode($secret->sign($content));
            foreach (explode(' ', $signatures) as $signature) {
                $signed = hash_equals($expected, $signature) || $signed;
            }
        }
        return $signed;
    }

    /**
     * @param array<string, string|list<string>> $headers
     * @return array<string, string> by name in lower case with hyphens
     */
    private static function plain(array $headers): array
    {
        $plain = [];
        foreach ($headers as $name => $value) {
            $name = strtr(strtolower((string) $name), '_', '-');
            $name = str_starts_with($name, 'http-') ? substr($name, 5) : $name;
            // $_SERVER holds more than headers.
            if (str_starts_with($name, 'webhook-')) {
                $plain[$name] = implode(' ', (array) $value);
            }
        }
        return $plain;
    }

    private static function event(string $id, string $body): WebhookEvent
    {
        try {
            $event = Json::decode($body);
        } catch (\JsonException) {
            $event = null;
        }
        $type = $event['type'] ?? null;
        $timestamp = $event['timestamp'] ?? null;
        $data = $event['data'] ?? null;
        $whole = is_string($type) && is_string($timestamp) && is_array($data);
        if (!$whole || !is_string($data['app'] ?? null) || !is_array($data['channel'] ?? null)) {
            throw new WebhookError('The body of the webhook is malformed.');
        }
        return new WebhookEvent($id, $type, $timestamp, $data);
    }
}
