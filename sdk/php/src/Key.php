<?php

declare(strict_types=1);

namespace Parlour;

/**
 * A key of an app.
 *
 * @internal
 */
final class Key
{
    // What may stand before the first dot of a hash.
    private const ID = '/\A[A-Za-z0-9_-]{1,64}\z/';

    /**
     * @throws OriginError `bad_request` for a malformed id
     */
    public function __construct(public readonly string $id, private readonly Secret $secret)
    {
        if (!self::isId($id)) {
            $kind = $id === '' ? 'missing' : 'malformed';
            throw new OriginError('bad_request', "key is $kind. It must be a key id: letters, digits, _ and -.");
        }
    }

    public static function isId(string $id): bool
    {
        return preg_match(self::ID, $id) === 1;
    }

    /** HMAC-SHA256 by the key's secret, as bytes. */
    public function sign(string $bytes): string
    {
        return $this->secret->sign($bytes);
    }

    /** The value of an `Authorization` header. */
    public function authorization(): string
    {
        return 'Basic ' . base64_encode($this->id . ':' . $this->secret->reveal());
    }
}
