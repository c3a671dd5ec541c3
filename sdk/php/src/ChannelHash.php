<?php

declare(strict_types=1);

namespace Parlour;

/**
 * Channel hashes: `keyId "." b64url(canonical) "." b64url(HMAC-SHA256(secret, domain + canonical))`.
 */
final class ChannelHash
{
    // Keeps the signature of a hash from being mistaken for that of anything else.
    private const DOMAIN = "parlour.channel.v1\n";
    private const SIGNATURE_BYTES = 32;

    /**
     * @internal Use {@see Origin::channelHash}
     * @param array<string, mixed> $channel
     * @throws OriginError `bad_request`
     */
    public static function sign(Key $key, array $channel): string
    {
        $canonical = Channel::canonicalForm($channel);
        $signature = $key->sign(self::DOMAIN . $canonical);
        return $key->id . '.' . Base64Url::encode($canonical) . '.' . Base64Url::encode($signature);
    }

    /** Takes a hash apart, or answers null where it is not one. */
    public static function parse(string $hash): ?UnverifiedHash
    {
        $parts = strlen($hash) > Limits::HASH_BYTES ? [] : explode('.', $hash);
        if (count($parts) !== 3 || !Key::isId($parts[0])) {
            return null;
        }
        $canonical = Base64Url::decode($parts[1]);
        $signature = Base64Url::decode($parts[2]);
        $channel = $canonical === null ? null : Channel::parseCanonical($canonical);
        if ($channel === null || $signature === null || strlen($signature) !== self::SIGNATURE_BYTES) {
            return null;
        }
        return new UnverifiedHash($parts[0], $channel, $canonical, $signature);
    }

    /**
     * The channel of a hash that one of the keys has signed, or null.
     *
     * @param array<string, string> $secrets secrets by key id
     * @return array{context: string, component: string, area: string, item: string, details: string}|null
     */
    public static function verify(string $hash, #[\SensitiveParameter] array $secrets): ?array
    {
        $parsed = self::parse($hash);
        $secret = $parsed === null ? '' : ($secrets[$parsed->keyId] ?? '');
        return $secret === '' ? null : self::channelSignedBy(new Key($parsed->keyId, new Secret($secret)), $parsed);
    }

    /**
     * @internal
     * @return array{context: string, component: string, area: string, item: string, details: string}|null
     */
    public static function channelSignedBy(Key $key, ?UnverifiedHash $hash): ?array
    {
        if ($hash === null || $hash->keyId !== $key->id) {
            return null;
        }
        return hash_equals($key->sign(self::DOMAIN . $hash->canonical), $hash->signature) ? $hash->channel : null;
    }
}
