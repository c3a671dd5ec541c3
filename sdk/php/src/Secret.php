<?php

declare(strict_types=1);

namespace Parlour;

/**
 * The secret of a key. It is kept beside the object, where no dump, cast or serialisation of the object finds it.
 *
 * @internal
 */
final class Secret
{
    /** @var \WeakMap<self, string>|null */
    private static ?\WeakMap $values = null;

    /**
     * @throws OriginError `bad_request` for one that is missing or empty
     */
    public function __construct(#[\SensitiveParameter] mixed $value)
    {
        if (!is_string($value) || $value === '') {
            $given = $value === '' ? 'empty' : (in_array($value, [null, false], true) ? 'missing' : 'no text');
            // A trace holds what a parameter is at the time of the throw; before PHP 8.2 nothing else keeps it out.
            $value = null;
            $question = 'Is the variable of the environment set that holds it?';
            throw new OriginError('bad_request', "secret is $given. $question");
        }
        self::$values ??= new \WeakMap();
        self::$values[$this] = $value;
    }

    /** HMAC-SHA256 (RFC 2104), as bytes; the secret is used as its UTF-8 bytes. */
    public function sign(string $bytes): string
    {
        return hash_hmac('sha256', $bytes, $this->reveal(), true);
    }

    public function reveal(): string
    {
        // A copy by clone or by unserialize is no secret.
        return self::$values[$this] ?? throw new \LogicException('A secret cannot be cloned or unserialized.');
    }
}
