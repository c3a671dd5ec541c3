<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Call;
use Parlour\CallError;
use Parlour\OriginError;
use Parlour\Reply;
use Parlour\WebhookError;
use Parlour\WebhookEvent;
use Parlour\Webhooks;

final class WebhooksTest extends TestCase
{
    private const CHANNEL = ['context' => '', 'component' => 'chat', 'area' => 'room', 'item' => '7', 'details' => ''];
    private const NOW = 1_790_000_000;

    public function testVerifies(): void
    {
        $body = self::body('member.joined', ['user' => ['id' => 'ada']]);
        $event = self::webhooks()->verify($body, self::headers($body));
        $this->same(['msg_1', 'member.joined'], [$event->id, $event->type]);
        $this->same(['app' => 'test', 'channel' => self::CHANNEL, 'user' => ['id' => 'ada']], $event->data);
    }

    public function testFindsHeadersAsFrameworksHaveThem(): void
    {
        $body = self::body();
        $plain = self::headers($body);
        $server = ['argv' => [[1]], 'REQUEST_TIME_FLOAT' => 1.5];
        foreach ($plain as $name => $value) {
            $server['HTTP_' . strtr(strtoupper($name), '-', '_')] = $value;
        }
        $psr = array_map(static fn (string $value): array => [$value], $plain);
        foreach ([array_change_key_case($plain, CASE_UPPER), $psr, $server] as $headers) {
            $this->same('msg_1', self::webhooks()->verify($body, $headers)->id);
        }
    }

    public function testTakesAnyOfSeveralSecrets(): void
    {
        $body = self::body();
        foreach ([[self::SECRET], ['old', self::SECRET], ['new'], ['x', 'new']] as $signed) {
            $webhooks = self::webhooks(['new', self::SECRET]);
            $this->same('msg_1', $webhooks->verify($body, self::headers($body, $signed))->id);
        }
        $this->refused($body, self::headers($body, ['x', 'y']), self::webhooks(['new', self::SECRET]));
        foreach ([self::SECRET, 'whsec_abcd', 'ключ'] as $secret) {
            $webhooks = self::webhooks('whsec_' . base64_encode($secret));
            $this->same('msg_1', $webhooks->verify($body, self::headers($body, [$secret]))->id);
        }
        $webhooks = self::webhooks('whsec_abcd');
        $this->same('msg_1', $webhooks->verify($body, self::headers($body, ['whsec_abcd']))->id);
    }

    public function testMendsHalvesOfCharacters(): void
    {
        $text = '"a\ud83e b\udd8b c\ud83e\udd8b d\\\\ud83e e\ud83e\n\ud83eA\uD83E"';
        $body = str_replace('"TEXT"', $text, self::body('message.published', ['message' => 'TEXT']));
        $event = self::webhooks()->verify($body, self::headers($body));
        $half = "\u{fffd}";
        $this->same("a$half b$half c🦋 d\\ud83e e$half\n{$half}A$half", $event->data['message']);
        $raw = str_replace('TEXT', "x\xed\xa0\xbey", self::body('message.published', ['message' => 'TEXT']));
        $event = self::webhooks()->verify($raw, self::headers($raw));
        $this->same("x$half{$half}{$half}y", $event->data['message']);
    }

    public function testRefusesABodyThatWasParsed(): void
    {
        foreach ([['type' => 'call'], null, (object) []] as $body) {
            $verify = static fn () => self::webhooks()->verify($body, self::headers('{}'));
            $answer = static fn () => self::webhooks()->answerCall($body, [], static fn () => null);
            foreach ([$verify, $answer] as $work) {
                $error = $this->throws(OriginError::class, $work);
                $this->holds(str_contains($error->getMessage(), 'php://input'));
            }
        }
        foreach ([false, null, [null], ['a', '']] as $secrets) {
            $error = $this->throws(OriginError::class, static fn () => self::webhooks($secrets));
            $this->holds(str_starts_with($error->getMessage(), 'secret is '));
        }
    }

    public function testRefuses(): void
    {
        $body = self::body();
        $good = self::headers($body);
        $this->refused("$body ", $good);
        $this->refused("\xff", $good);
        $bad = [
            ['webhook-id', 'msg_2'],
            ['webhook-id', ''],
            ['webhook-timestamp', (string) (self::NOW + 1)],
            ['webhook-timestamp', self::NOW . "\n"],
            ['webhook-timestamp', '-1'],
            ['webhook-signature', ''],
            ['webhook-signature', substr($good['webhook-signature'], 3)],
            ['webhook-signature', 'v1a' . substr($good['webhook-signature'], 2)],
            ['webhook-signature', 'v1,'],
            ['webhook-signature', "v1,\xff"],
        ];
        foreach ($bad as [$name, $value]) {
            $this->refused($body, [$name => $value] + $good);
            $this->refused($body, array_diff_key($good, [$name => true]));
        }
    }

    public function testHoldsTheTolerance(): void
    {
        $body = self::body();
        foreach ([-300, 300] as $off) {
            $headers = self::headers($body, at: self::NOW + $off);
            $this->same('msg_1', self::webhooks()->verify($body, $headers)->id);
        }
        foreach ([-301, 301] as $off) {
            $error = $this->refused($body, self::headers($body, at: self::NOW + $off));
            $this->holds(str_contains($error->getMessage(), 'too old'));
        }
    }

    public function testRefusesAMalformedBody(): void
    {
        foreach (['', '[]', '{', '1', '{"type":"call","timestamp":"x","data":[]}', '{"type":1}', "\xff"] as $body) {
            $error = $this->refused($body, self::headers($body));
            $this->holds(str_contains($error->getMessage(), 'malformed'), $body);
        }
    }

    public function testNeedsASecret(): void
    {
        foreach (['', [], [''], [self::SECRET, '']] as $secrets) {
            $error = $this->throws(OriginError::class, static fn () => new Webhooks($secrets));
            $this->hidesTheSecret($error);
        }
    }

    public function testReplies(): void
    {
        $seen = [];
        $handler = static function (Call $call) use (&$seen): array {
            $seen[] = $call;
            return ['é' => [1]];
        };
        $body = self::body(data: ['user' => ['id' => 'ada'], 'component' => 'vote', 'data' => ['choice' => 2]]);
        $reply = self::answer($handler, $body);
        $this->same([200, '{"é":[1]}'], [$reply->status, $reply->body]);
        $call = $seen[0];
        $this->same(['test', self::CHANNEL, 'vote'], [$call->app, $call->channel, $call->component]);
        $this->same([['choice' => 2], ['id' => 'ada']], [$call->data, $call->user]);
        $this->same('null', self::answer(static fn (): mixed => null)->body);
        self::answer($handler, self::body(data: ['user' => null, 'component' => null, 'data' => null]));
        $this->same([null, null, null], [$seen[1]->user, $seen[1]->component, $seen[1]->data]);
    }

    public function testTellsOnlyWhatIsMeantForTheCaller(): void
    {
        $refusal = new class ("No seats.\xff") extends CallError {
        };
        $reply = self::answer(static fn () => throw $refusal);
        $this->same(400, $reply->status);
        $this->holds(str_starts_with(json_decode($reply->body, true)['error']['message'], 'No seats.'));
        $seen = [];
        $onError = static function (\Throwable $error) use (&$seen): void {
            $seen[] = $error::class;
        };
        $bad = [
            static fn () => throw new \RuntimeException(self::SECRET),
            static fn (): int => intdiv(1, 0),
            static fn (): float => NAN,
        ];
        foreach ($bad as $handler) {
            $reply = self::answer($handler, onError: $onError);
            $this->same([500, '{"error":{"message":"The request failed."}}'], [$reply->status, $reply->body]);
        }
        $this->same([\RuntimeException::class, \DivisionByZeroError::class, \JsonException::class], $seen);
    }

    public function testCallsNobodyForAForgery(): void
    {
        $body = self::body();
        $handler = static fn () => throw new \LogicException('called');
        $reply = self::webhooks()->answerCall($body, self::headers($body, ['x']), $handler);
        $this->same(401, $reply->status);
    }

    public function testTakesEventsAtTheSameAddress(): void
    {
        $seen = [];
        $body = self::body('member.left', ['user' => ['id' => 'ada']]);
        $handler = static fn () => throw new \LogicException('called');
        $this->same(204, self::answer($handler, $body)->status);
        $onEvent = static function (WebhookEvent $event) use (&$seen): void {
            $seen[] = $event->type;
        };
        $this->same(204, self::webhooks()->answerCall($body, self::headers($body), $handler, $onEvent)->status);
        $this->same(['member.left'], $seen);
    }

    private static function answer(callable $handler, ?string $body = null, ?\Closure $onError = null): Reply
    {
        $body ??= self::body();
        $webhooks = new Webhooks(self::SECRET, $onError, new FakePorts());
        return $webhooks->answerCall($body, self::headers($body), $handler);
    }

    /**
     * @param array<string, mixed> $headers
     */
    private function refused(string $body, array $headers, ?Webhooks $webhooks = null): WebhookError
    {
        $webhooks ??= self::webhooks();
        return $this->throws(WebhookError::class, static fn () => $webhooks->verify($body, $headers), $body);
    }

    /**
     * @param string|list<string> $secrets
     */
    private static function webhooks(string|array|false|null $secrets = self::SECRET): Webhooks
    {
        return new Webhooks($secrets, null, new FakePorts());
    }

    /**
     * @param array<string, mixed> $data
     */
    private static function body(string $type = 'call', array $data = []): string
    {
        $data = ['app' => 'test', 'channel' => self::CHANNEL] + $data;
        return json_encode(['type' => $type, 'timestamp' => '2026-09-21T14:13:20.000Z', 'data' => $data]);
    }

    /**
     * @param list<string> $secrets
     * @return array<string, string>
     */
    private static function headers(string $body, array $secrets = [self::SECRET], int $at = self::NOW): array
    {
        $sign = static fn (string $secret): string => hash_hmac('sha256', "msg_1.$at.$body", $secret, true);
        $signatures = array_map(static fn (string $s): string => 'v1,' . base64_encode($sign($s)), $secrets);
        return [
            'webhook-id' => 'msg_1',
            'webhook-timestamp' => (string) $at,
            'webhook-signature' => implode(' ', $signatures),
        ];
    }
}
