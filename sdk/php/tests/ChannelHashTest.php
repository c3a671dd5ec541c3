<?php

declare(strict_types=1);

namespace Parlour\Tests;

use Parlour\Channel;
use Parlour\ChannelHash;
use Parlour\Origin;
use Parlour\OriginError;

/** Channel hashes, on the vectors that all implementations share. */
final class ChannelHashTest extends TestCase
{
    public function testSignsTheVectors(): void
    {
        $vectors = self::vectors()['accept'];
        $this->holds(count($vectors) > 10);
        foreach ($vectors as $vector) {
            $origin = new Origin('http://localhost', $vector['key'], $vector['secret']);
            $this->same($vector['canonical'], Channel::canonicalForm($vector['channel']), $vector['name']);
            $this->same($vector['hash'], $origin->channelHash($vector['channel']), $vector['name']);
            $this->same($vector['channel'], ChannelHash::verify($vector['hash'], self::secrets()), $vector['name']);
            $this->same($vector['channel'], $origin->verifyHash($vector['hash']), $vector['name']);
        }
    }

    public function testRefusesTheVectors(): void
    {
        $vectors = self::vectors()['reject'];
        $this->holds(count($vectors) > 10);
        foreach ($vectors as $vector) {
            $this->same(null, ChannelHash::verify($vector['hash'], self::secrets()), $vector['name']);
        }
    }

    public function testCompletesAChannel(): void
    {
        $full = ['context' => '', 'component' => '', 'area' => '', 'item' => '-7', 'details' => ''];
        $this->same(self::signed($full), self::signed(['item' => -7]));
        $this->same(self::signed($full), self::signed(['details' => null, 'item' => '-7']));
        $channel = ChannelHash::verify(self::signed(['item' => PHP_INT_MAX]), self::secrets());
        $this->same('9223372036854775807', $channel['item']);
    }

    public function testRefusesWhatIsNeitherTextNorInteger(): void
    {
        foreach ([1.5, true, [], new \stdClass(), "\xed\xa0\x80", "a\x80", "\xc0\xaf"] as $value) {
            $error = $this->throws(OriginError::class, static fn () => self::signed(['item' => $value]));
            $this->same('bad_request', $error->faultCode);
        }
    }

    public function testHoldsTheLimits(): void
    {
        $longest = str_repeat('é', 100);
        $this->same($longest, ChannelHash::verify(self::signed(['item' => $longest]), self::secrets())['item']);
        $long = ['item' => $longest, 'area' => $longest, 'context' => $longest];
        foreach ([['item' => $longest . 'a'], $long] as $channel) {
            $error = $this->throws(OriginError::class, static fn () => self::signed($channel));
            $this->same('bad_request', $error->faultCode);
        }
    }

    public function testAcceptsOneSpelling(): void
    {
        $good = self::signed(['item' => 'x']);
        [$key, $middle, $last] = explode('.', $good);
        $spare = substr($middle, 0, -1) . chr(ord(substr($middle, -1)) + 1);
        $breaks = ["$good\n", "$key\n.$middle.$last", "$key.$middle\n.$last"];
        foreach ([...$breaks, "$key.$spare.$last", "$good.", "$key.$middle"] as $bad) {
            $this->same(null, ChannelHash::verify($bad, self::secrets()), $bad);
        }
        $this->same(null, ChannelHash::parse("$key." . str_repeat('A', 1100) . ".$last"));
        $this->same(null, ChannelHash::parse("ключ.$middle.$last"));
        $this->same(null, ChannelHash::verify($good, ['dev' => 'another']));
        $this->same(null, ChannelHash::verify($good, ['dev' => '']));
    }

    public function testTakesNumbersAsKeyIds(): void
    {
        $hash = (new Origin('http://localhost', '12', 'secret'))->channelHash([]);
        $this->holds(ChannelHash::verify($hash, ['12' => 'secret']) !== null);
    }

    /**
     * @param array<string, mixed> $channel
     */
    private static function signed(array $channel): string
    {
        return (new Origin('http://localhost', 'dev', self::secrets()['dev']))->channelHash($channel);
    }

    /**
     * @return array<string, string>
     */
    private static function secrets(): array
    {
        return array_column(self::vectors()['accept'], 'secret', 'key');
    }

    /**
     * @return array{accept: list<array<string, mixed>>, reject: list<array<string, mixed>>}
     */
    private static function vectors(): array
    {
        $text = file_get_contents(__DIR__ . '/../../../test/vectors/channel-hash.json');
        return json_decode($text, true, 512, JSON_THROW_ON_ERROR);
    }
}
