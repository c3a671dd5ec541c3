<?php

declare(strict_types=1);

namespace Parlour;

/**
 * The side of a site that holds a key: it signs channel hashes and tickets, offline, and pushes messages.
 *
 *     $origin = new Origin('https://parlour.example.org', 'site', $secret);
 *     $channel = ['context' => 'course:15', 'component' => 'chat', 'area' => 'room', 'item' => 7];
 *     $hash = $origin->channelHash($channel);
 *     $ticket = $origin->ticket(user: 42, name: 'Ada');
 *     $origin->notify(['channel' => $channel, 'name' => 'message', 'data' => ['text' => 'The quiz begins.']]);
 */
final class Origin
{
    /** The longest that a request may take, in milliseconds, where a script runs by itself: a worker, a cron job. */
    public const TIMEOUT_MS = 30_000;
    /** The same where a visitor waits for a page. */
    public const PAGE_TIMEOUT_MS = 3_000;
    /** How long requests fail at once after one that nobody answered in its time, in milliseconds. */
    public const FAIL_FAST_MS = 5_000;

    private readonly Key $key;
    private readonly Notifier $notifier;
    private readonly Ports $ports;

    /**
     * What `getenv` answers for a variable that is not set is refused with the parameter's name.
     *
     * @param string|false|null $url where the deployment is
     * @param string|false|null $key the key id
     * @param string|false|null $secret the key's secret; it stays in this process
     * @param int|null $timeoutMs the longest that a request may take, with all its attempts and the waits between them;
     * without it {@see self::TIMEOUT_MS} on the command line, and {@see self::PAGE_TIMEOUT_MS} in a page's request
     * @param int $failFastMs after a request that nobody answered in its time, further ones of this process fail at
     * once for so long, and a single attempt decides then; 0 switches it off
     * @throws OriginError `bad_request` for an address that is no HTTP address, a malformed key id, or a secret that is
     * missing or empty
     */
    public function __construct(
        string|false|null $url,
        string|false|null $key,
        #[\SensitiveParameter] string|false|null $secret,
        ?Transport $transport = null,
        ?Ports $ports = null,
        ?int $timeoutMs = null,
        int $failFastMs = self::FAIL_FAST_MS,
    ) {
        $kept = new Secret($secret);
        // A trace holds what a parameter is at the time of the throw; before PHP 8.2 nothing else keeps it out.
        $secret = '';
        $this->key = new Key((string) $key, $kept);
        $timeoutMs ??= PHP_SAPI === 'cli' ? self::TIMEOUT_MS : self::PAGE_TIMEOUT_MS;
        if ($timeoutMs < 1 || $failFastMs < 0) {
            throw new OriginError('bad_request', 'timeoutMs must be at least 1 millisecond, and failFastMs at least 0.');
        }
        $this->ports = $ports ?? new SystemPorts();
        $transport ??= extension_loaded('curl') ? new CurlTransport() : new StreamTransport();
        $request = new NotifyRequest((string) $url, $this->key, $transport, $this->ports);
        $breaker = new CircuitBreaker($request->target, $failFastMs, $this->ports);
        $this->notifier = new Notifier($request, $this->ports, $breaker, $timeoutMs);
    }

    /**
     * Signs a channel. The same channel always gives the same hash, so it may be stored or cached.
     *
     * @param array<string, mixed> $channel `context`, `component`, `area`, `item`, `details`: texts or integers; a
     * missing one is empty
     * @throws OriginError `bad_request` for a property that there is not, that is neither text nor an integer, or too long
     */
    public function channelHash(array $channel): string
    {
        return ChannelHash::sign($this->key, $channel);
    }

    /**
     * The channel of a hash that this key has signed, or null.
     *
     * @return array{context: string, component: string, area: string, item: string, details: string}|null
     */
    public function verifyHash(string $hash): ?array
    {
        return ChannelHash::channelSignedBy($this->key, ChannelHash::parse($hash));
    }

    /**
     * Signs a ticket: who the visitor is, for at most 24 hours.
     *
     * A ticket with the role `moderator` and without `channels` moderates every channel whose hash the bearer has. Name
     * the channels that a moderator is to moderate.
     *
     * @param string|int $user the user's id, 1–128 bytes; an integer stands for its decimal text
     * @param string|null $name the name that others are shown
     * @param mixed $info anything else about the user that others may see, up to 1 KB as JSON
     * @param string|null $role `member` where it is missing, or `moderator`
     * @param list<array<string, mixed>>|null $channels the only channels it is good for; without, every channel whose
     * hash the bearer holds
     * @param list<string>|null $groups groups that the user is in, such as courses or teams
     * @param int|float $expiresIn seconds until it expires
     * @throws OriginError `bad_ticket` for what the deployment would refuse, `bad_request` for a malformed channel
     */
    public function ticket(
        string|int $user,
        ?string $name = null,
        mixed $info = null,
        ?string $role = null,
        ?array $channels = null,
        ?array $groups = null,
        int|float $expiresIn = 3600,
    ): string {
        $claims = compact('name', 'info', 'role', 'channels', 'groups', 'expiresIn') + ['sub' => (string) $user];
        return Ticket::sign($this->key, $claims, $this->ports->now());
    }

    /**
     * Pushes a message, or a list of them to any channels of the app. A message has `channel` (properties) or `hash`,
     * `name`, `data`, and may have `id`, `exclude`, `expectHead` and `receipts`.
     *
     * The results come in the order of the messages; one that was refused has a `fault` and does not keep the others
     * from being stored. Failures that pass are retried as often as fits into the time, for each hundred messages; no
     * message is stored twice by that.
     *
     * @param array<string, mixed>|array<int, array<string, mixed>> $messages a list may have holes, as `array_filter`
     * leaves it
     * @return ($messages is array<int, mixed> ? list<NotifyResult> : NotifyResult)
     * @throws OriginError where a request failed as a whole; its `results` are those of the messages before.
     * `bad_request` for a field that there is not, before anything is sent
     */
    public function notify(array $messages): NotifyResult|array
    {
        $isList = array_filter(array_keys($messages), is_string(...)) === [];
        return $isList
            ? $this->notifier->notifyAll(array_values($messages))
            : $this->notifier->notifyAll([$messages])[0];
    }
}
