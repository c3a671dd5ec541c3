<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Channel;
use Parlour\CircuitBreaker;
use Parlour\Origin;
use Parlour\OriginError;
use Parlour\Refused;
use Parlour\Stored;
use Parlour\TransportAnswer;
use Parlour\TransportError;

/** Notify against a network that fails as it is told. */
final class NotifyTest extends TestCase
{
    private const MESSAGE = ['channel' => ['item' => 7], 'name' => 'n', 'data' => ['text' => 'ü']];

    public function testSendsOneMessage(): void
    {
        $transport = new FakeTransport();
        $message = ['exclude' => 'ada', 'expectHead' => 3] + self::MESSAGE;
        $result = self::origin($transport)->notify($message);
        $this->holds($result instanceof Stored && $result->ok);
        $this->same([1, FakePorts::NOW, 'e:1', 0], [$result->seq, $result->at, $result->cursor, $result->recipients]);
        $this->same(['https://parlour.test/v1/notify'], $transport->urls);
        $this->same([[['channel' => ['item' => '7'], 'id' => 'id-1'] + $message]], self::sorted($transport->requests));
        $this->same('Basic ' . base64_encode('dev:' . self::SECRET), $transport->headers[0]['Authorization']);
    }

    public function testIsPatientWithReceipts(): void
    {
        $transport = new FakeTransport();
        self::origin($transport)->notify([self::MESSAGE, ['receipts' => ['wait' => 20_000]] + self::MESSAGE]);
        self::origin($transport)->notify(self::MESSAGE);
        $this->same([30_000, 10_000], $transport->timeouts);
    }

    public function testWritesAnEmptyChannelAsAnObject(): void
    {
        $bodies = [];
        $transport = new class ($bodies) implements \Parlour\Transport {
            public function __construct(private array &$bodies)
            {
            }

            public function post(string $url, array $headers, string $body, int $timeoutMs): TransportAnswer
            {
                $this->bodies[] = $body;
                return FakeTransport::stored([1]);
            }
        };
        (new Origin('http://x', 'dev', self::SECRET, $transport, new FakePorts()))
            ->notify(['channel' => [], 'name' => 'n', 'data' => 'é/']);
        $this->same(['{"messages":[{"channel":{},"name":"n","data":"é/","id":"id-1"}]}'], $bodies);
    }

    public function testSplitsOverAHundredInOrder(): void
    {
        $transport = new FakeTransport();
        $messages = array_map(static fn (int $i): array => ['data' => $i] + self::MESSAGE, range(0, 249));
        $results = self::origin($transport)->notify($messages);
        $this->same([100, 100, 50], array_map(count(...), $transport->requests));
        $this->same(range(0, 249), array_column(array_merge(...$transport->requests), 'data'));
        $this->same(250, count($results));
        $this->same([], self::origin($transport)->notify([]));
        $this->same(3, count($transport->requests));
    }

    public function testSplitsWhatIsTooLongForOneRequest(): void
    {
        $transport = new FakeTransport();
        $message = ['data' => str_repeat('x', 1_000_000)] + self::MESSAGE;
        self::origin($transport)->notify(array_fill(0, 5, $message));
        $this->same([4, 1], array_map(count(...), $transport->requests));
    }

    public function testRetriesUnderTheSameIds(): void
    {
        $steps = [
            new TransportError('nobody there'),
            FakeTransport::fault('overloaded', 503),
            FakeTransport::fault('rate_limited', 429),
            FakeTransport::answer('<html>', 502),
        ];
        foreach ($steps as $step) {
            $transport = new FakeTransport($step, $step);
            $ports = new FakePorts();
            $results = self::origin($transport, $ports)->notify([self::MESSAGE, ['id' => 'mine'] + self::MESSAGE]);
            $this->same([true, true], array_column($results, 'ok'));
            $this->same(array_fill(0, 3, ['id-1', 'mine']), $transport->ids());
            $this->same([125, 250], $ports->slept);
        }
    }

    public function testHonoursRetryAfter(): void
    {
        $steps = [
            [FakeTransport::fault('overloaded', 503, ['retryAfter' => 2000]), 2125],
            [FakeTransport::answer('', 429, ['retry-after' => '3']), 3125],
            [FakeTransport::answer('', 503, ['retry-after' => 'Mon, 21 Sep 2026 14:13:25 GMT']), 5125],
            [FakeTransport::answer('', 503, ['retry-after' => 'soon']), 125],
        ];
        foreach ($steps as [$step, $wait]) {
            $ports = new FakePorts();
            self::origin(new FakeTransport($step), $ports)->notify(self::MESSAGE);
            $this->same([$wait], $ports->slept);
        }
    }

    public function testGivesUp(): void
    {
        $transport = new FakeTransport(...array_fill(0, 99, new TransportError('nobody there')));
        $ports = new FakePorts();
        $error = $this->failure($transport, [self::MESSAGE], $ports);
        $this->same(['unreachable', 13], [$error->faultCode, count($transport->requests)]);
        $this->same([125, 250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000, 4000, 1125], $ports->slept);
        CircuitBreaker::reset();
        $transport = new FakeTransport(FakeTransport::fault('overloaded', 503, ['retryAfter' => 60_000]));
        $error = $this->failure($transport, [self::MESSAGE]);
        $this->same([60_000, 1], [$error->retryAfter, count($transport->requests)]);
    }

    public function testTakesNoLongerThanItMay(): void
    {
        $transport = new FakeTransport(...array_fill(0, 99, new TransportError('nobody there')));
        $ports = new FakePorts();
        $origin = new Origin('https://parlour.test', 'dev', self::SECRET, $transport, $ports, timeoutMs: 2_000);
        $this->throws(OriginError::class, static fn () => $origin->notify(self::MESSAGE));
        $this->same([125, 250, 500, 625], $ports->slept);
        $this->same([2_000, 1_875, 1_625, 1_125, 500], $transport->timeouts);
        foreach ([['timeoutMs' => 0], ['failFastMs' => -1]] as $times) {
            $error = $this->throws(OriginError::class, static fn () => new Origin('http://x', 'dev', 's', ...$times));
            $this->holds(str_contains($error->getMessage(), (string) key($times)));
        }
    }

    public function testFailsFastAfterNobodyAnswered(): void
    {
        $transport = new FakeTransport(...array_fill(0, 14, new TransportError('nobody there')));
        $ports = new FakePorts();
        $this->failure($transport, [self::MESSAGE], $ports);
        $ports->sleep(1_000);
        $error = $this->failure($transport, [self::MESSAGE], $ports);
        $this->same(['unreachable', 4_000, 13], [$error->faultCode, $error->retryAfter, count($transport->requests)]);
        $this->holds(str_starts_with($error->getMessage(), 'Not sent'));
        // Another deployment is none of its business.
        $this->holds((new Origin('http://other', 'dev', 's', new FakeTransport(), $ports))->notify(self::MESSAGE)->ok);
        $ports->sleep(4_000);
        $this->failure($transport, [self::MESSAGE], $ports);
        $this->same(14, count($transport->requests));
        $ports->sleep(5_000);
        $this->holds(self::origin($transport, $ports)->notify(self::MESSAGE)->ok);
        $this->holds(self::origin($transport, $ports)->notify(self::MESSAGE)->ok);
        CircuitBreaker::reset();
        $transport = new FakeTransport(...array_fill(0, 26, new TransportError('nobody there')));
        $origin = new Origin('http://x', 'dev', 's', $transport, $ports, failFastMs: 0);
        foreach ([13, 26] as $requests) {
            $this->throws(OriginError::class, static fn () => $origin->notify(self::MESSAGE));
            $this->same($requests, count($transport->requests));
        }
    }

    public function testTakesAListWithHoles(): void
    {
        $transport = new FakeTransport();
        $messages = array_filter([null, self::MESSAGE, null, self::MESSAGE]);
        $this->same([true, true], array_column(self::origin($transport)->notify($messages), 'ok'));
        self::origin($transport)->notify(['exclude' => array_filter([0, 42, 'ada'])] + self::MESSAGE);
        self::origin($transport)->notify(['exclude' => 42] + self::MESSAGE);
        $this->same(['42', 'ada'], $transport->requests[1][0]['exclude']);
        $this->same('42', $transport->requests[2][0]['exclude']);
    }

    public function testRefusesSlips(): void
    {
        $slips = [
            [['dta' => 1] + self::MESSAGE, 'messages[0] has no field "dta". Did you mean "data"?'],
            [['expect_head' => 1] + self::MESSAGE, 'messages[0] has no field "expect_head". Did you mean "expectHead"?'],
            [['channel' => ['contxt' => 1]] + self::MESSAGE, 'messages[0].channel has no field "contxt". Did you mean "context"?'],
            [['receipts' => ['wiat' => 1]] + self::MESSAGE, 'messages[0].receipts has no field "wiat". Did you mean "wait"?'],
            [['channel' => ['zebra' => 1]], 'messages[0].channel has no field "zebra". It takes ' . implode(', ', Channel::PROPERTIES) . '.'],
            [["\xff" => 1], "messages[0] has no field \"\u{fffd}\". It takes channel, hash, name, data, id, exclude, expectHead, receipts."],
            [['expectHead' => null] + self::MESSAGE, 'messages[0].expectHead has no value; leave it out where there is no condition.'],
            ['text', 'messages[0] must be an array with channel, hash, name, data, id, exclude, expectHead, receipts.'],
        ];
        foreach ($slips as [$message, $expected]) {
            $transport = new FakeTransport();
            $error = $this->failure($transport, [$message]);
            $this->same([$expected, []], [$error->getMessage(), $transport->requests]);
        }
    }

    public function testSaysWhatIsMissing(): void
    {
        $cases = [
            [['http://x', 'dev', getenv('PARLOUR_UNSET')], 'secret is missing.'],
            [['http://x', 'dev', null], 'secret is missing.'],
            [['http://x', 'dev', ''], 'secret is empty.'],
            [['http://x', getenv('PARLOUR_UNSET'), 's'], 'key is missing.'],
            [[getenv('PARLOUR_UNSET'), 'dev', 's'], 'url is missing.'],
        ];
        foreach ($cases as [$arguments, $expected]) {
            $error = $this->throws(OriginError::class, static fn () => new Origin(...$arguments));
            $this->holds(str_starts_with($error->getMessage(), $expected), $error->getMessage());
        }
    }

    public function testDoesNotRetryWhatLasts(): void
    {
        $steps = [
            [FakeTransport::fault('bad_credentials', 401), 'bad_credentials'],
            [FakeTransport::fault('not_supported', 501), 'not_supported'],
            [FakeTransport::fault('of_the_future', 400), 'internal'],
            [FakeTransport::answer('', 302), 'bad_answer'],
            [FakeTransport::answer(['results' => []]), 'bad_answer'],
            [FakeTransport::answer(['results' => [1]]), 'bad_answer'],
            [FakeTransport::answer(['fault' => 1]), 'bad_answer'],
            [FakeTransport::answer([1]), 'bad_answer'],
        ];
        foreach ($steps as [$step, $code]) {
            $transport = new FakeTransport($step);
            $error = $this->failure($transport, [self::MESSAGE]);
            $this->same([$code, 1], [$error->faultCode, count($transport->requests)]);
        }
    }

    public function testSendsAgainOnlyTheMessagesThatMayPass(): void
    {
        $results = FakeTransport::results(4);
        $results[1] = ['fault' => ['code' => 'overloaded', 'message' => 'm', 'retryAfter' => 1000]];
        $results[2] = ['fault' => ['code' => 'too_large', 'message' => 'm']];
        $transport = new FakeTransport(FakeTransport::answer(['results' => $results]));
        $ports = new FakePorts();
        $results = self::origin($transport, $ports)->notify(array_fill(0, 4, self::MESSAGE));
        $this->same([['id-1', 'id-2', 'id-3', 'id-4'], ['id-2']], $transport->ids());
        $this->same([true, true, false, true], array_column($results, 'ok'));
        $this->same('too_large', $results[2]->fault->code);
        $this->same([1125], $ports->slept);
    }

    public function testKeepsWhatAnEarlierAttemptStored(): void
    {
        $results = FakeTransport::results(2);
        $results[1] = ['fault' => ['code' => 'internal', 'message' => 'm']];
        $half = FakeTransport::answer(['results' => $results]);
        $transport = new FakeTransport($half, FakeTransport::fault('bad_credentials', 401));
        $results = self::origin($transport)->notify([self::MESSAGE, self::MESSAGE]);
        $this->same([true, false], array_column($results, 'ok'));
    }

    public function testTakesConflictsAsResults(): void
    {
        $conflict = ['fault' => ['code' => 'conflict', 'message' => 'm', 'newer' => [['seq' => 4]]]];
        $transport = new FakeTransport(FakeTransport::answer(['results' => [$conflict]], 409));
        $result = self::origin($transport)->notify(self::MESSAGE);
        $this->holds($result instanceof Refused && !$result->ok);
        $this->same(['conflict', [['seq' => 4]]], [$result->fault->code, $result->fault->newer]);
    }

    public function testTellsTheResultsBeforeTheFailure(): void
    {
        $transport = new FakeTransport(FakeTransport::stored(...), FakeTransport::fault('bad_request', 400));
        $error = $this->failure($transport, array_fill(0, 150, self::MESSAGE));
        $this->same(100, count($error->results));
    }

    public function testRefusesWhatIsNoJson(): void
    {
        foreach ([NAN, "\xff", fopen('php://memory', 'rb')] as $data) {
            $transport = new FakeTransport();
            $error = $this->failure($transport, [['data' => $data] + self::MESSAGE]);
            $this->same(['bad_request', []], [$error->faultCode, $transport->requests]);
        }
    }

    public function testShowsTheSecretNowhere(): void
    {
        $bad = [
            ['ftp://x', 'dev', self::SECRET],
            ['x', 'dev', self::SECRET],
            ['https://u:p@x', 'dev', self::SECRET],
            ['http://x:99999', 'dev', self::SECRET],
            ['https://x?y', 'dev', self::SECRET],
            ['https://x', 'a.b', self::SECRET],
            ['https://x', "dev\n", self::SECRET],
            ['https://x', 'dev', ''],
        ];
        foreach ($bad as $arguments) {
            $error = $this->throws(OriginError::class, static fn () => new Origin(...$arguments), $arguments[0]);
            $this->same('bad_request', $error->faultCode);
            $this->hidesTheSecret($error);
        }
        $loud = new \RuntimeException('Authorization: ' . self::SECRET);
        $error = $this->failure(new FakeTransport(...array_fill(0, 99, $loud)), [self::MESSAGE]);
        $this->hidesTheSecret($error);
        $origin = new Origin('http://x', 'dev', self::SECRET);
        ob_start();
        var_dump($origin, (array) $origin);
        $shown = ob_get_clean() . print_r($origin, true) . var_export($origin, true);
        $this->holds(!str_contains($shown, self::SECRET));
    }

    private static function origin(FakeTransport $transport, ?FakePorts $ports = null): Origin
    {
        return new Origin('https://parlour.test/', 'dev', self::SECRET, $transport, $ports ?? new FakePorts());
    }

    /**
     * @param list<array<string, mixed>> $messages
     */
    private function failure(FakeTransport $transport, array $messages, ?FakePorts $ports = null): OriginError
    {
        $origin = self::origin($transport, $ports);
        return $this->throws(OriginError::class, static fn () => $origin->notify($messages));
    }

    /**
     * @param list<list<array<string, mixed>>> $requests
     * @return list<list<array<string, mixed>>>
     */
    private static function sorted(array $requests): array
    {
        $order = array_flip(['channel', 'id', 'exclude', 'expectHead', 'name', 'data']);
        foreach ($requests as &$messages) {
            foreach ($messages as &$message) {
                uksort($message, static fn (string $a, string $b): int => $order[$a] <=> $order[$b]);
            }
        }
        return $requests;
    }
}
