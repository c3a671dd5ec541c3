<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Channel;
use Parlour\Origin;
use Parlour\OriginError;

/** Tickets: what is in them, and what is refused before it is signed. */
final class TicketTest extends TestCase
{
    public function testHasTheClaimsThatWereGiven(): void
    {
        $now = intdiv(FakePorts::NOW, 1000);
        $plain = self::ticket(user: 42);
        $this->same(['alg' => 'HS256', 'typ' => 'JWT', 'kid' => 'dev'], self::part($plain, 0));
        $this->same(['sub' => '42', 'iat' => $now, 'exp' => $now + 3600], self::part($plain, 1));
        $full = [
            'name' => 'Ada Лавлейс',
            'info' => ['colour' => 'blue'],
            'role' => 'moderator',
            'channels' => [['item' => 1]],
            'groups' => ['course:15'],
        ];
        $claims = ['sub' => 'ada', 'iat' => $now, 'exp' => $now + 1] + $full;
        $claims['channels'] = [Channel::canonicalPart(['item' => '1'])];
        $this->same($claims, self::part(self::ticket('ada', ...$full, expiresIn: 0.5), 1));
        $this->same([], self::part(self::ticket('a', channels: []), 1)['channels']);
    }

    public function testTakesListsWithHolesAndRefusesSlips(): void
    {
        $claims = self::part(self::ticket('a', groups: array_filter(['', 'x']), channels: [2 => ['item' => 7]]), 1);
        $this->same([['x'], 1], [$claims['groups'], count($claims['channels'])]);
        $slip = static fn () => self::ticket('a', channels: [['aera' => 'x']]);
        $message = $this->throws(OriginError::class, $slip)->getMessage();
        $this->same('channel has no field "aera". Did you mean "area"?', $message);
        $message = $this->throws(OriginError::class, static fn () => self::ticket('a', role: 'moderater'))->getMessage();
        $this->same('role must be one of member, moderator (did you mean "moderator"?).', $message);
        $this->throws(\Error::class, static fn () => self::ticket('a', nmae: 'Ada'));
    }

    public function testRefusesWhatTheDeploymentWould(): void
    {
        $deep = array_reduce(range(1, 32), static fn (mixed $inner): array => [$inner]);
        $long = array_map(static fn (int $i): array => ['context' => str_repeat('x', 180), 'item' => $i], range(1, 50));
        $bad = [
            [''],
            [str_repeat('x', 129)],
            [str_repeat('é', 65)],
            ["\xff"],
            ['a', 'expiresIn' => 0],
            ['a', 'expiresIn' => 86401],
            ['a', 'expiresIn' => NAN],
            ['a', 'name' => str_repeat('x', 201)],
            ['a', 'name' => "\xff"],
            ['a', 'info' => str_repeat('x', 1023)],
            ['a', 'info' => NAN],
            ['a', 'info' => "\xff"],
            ['a', 'info' => $deep],
            ['a', 'role' => 'admin'],
            ['a', 'groups' => ['of' => 'course']],
            ['a', 'groups' => [1]],
            ['a', 'groups' => array_fill(0, 1001, 'x')],
            ['a', 'channels' => $long],
        ];
        foreach ($bad as $index => $options) {
            $error = $this->throws(OriginError::class, static fn () => self::ticket(...$options), "case $index");
            $this->same('bad_ticket', $error->faultCode, "case $index");
            $this->hidesTheSecret($error);
        }
        $most = self::ticket(str_repeat('x', 128), info: str_repeat('x', 1022), role: 'member', expiresIn: 86400);
        $this->same(str_repeat('x', 128), self::part($most, 1)['sub']);
    }

    private static function ticket(mixed ...$options): string
    {
        return (new Origin('http://localhost', 'dev', self::SECRET, ports: new FakePorts()))->ticket(...$options);
    }

    /**
     * @return array<string, mixed>
     */
    private static function part(string $ticket, int $index): array
    {
        return json_decode(base64_decode(strtr(explode('.', $ticket)[$index], '-_', '+/')), true);
    }
}
