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
    private readonly Key $key;
    private readonly Notifier $notifier;
    private readonly Ports $ports;

    /**
     * @param string $url where the deployment is
     * @param string $key the key id
     * @param string $secret the key's secret; it stays in this process
     * @throws OriginError `bad_request` for an address that is no HTTP address, a malformed key id or an empty secret
     */
    public function __construct(
        string $url,
        string $key,
        #[\SensitiveParameter] string $secret,
        ?Transport $transport = null,
        ?Ports $ports = null,
    ) {
        $kept = new Secret($secret);
        // A trace holds what a parameter is at the time of the throw; before PHP 8.2 nothing else keeps it out.
        $secret = '';
        $this->key = new Key($key, $kept);
        $this->ports = $ports ?? new SystemPorts();
        $transport ??= extension_loaded('curl') ? new CurlTransport() : new StreamTransport();
        $this->notifier = new Notifier(new NotifyRequest($url, $this->key, $transport, $this->ports), $this->ports);
    }

    /**
     * Signs a channel. The same channel always gives the same hash, so it may be stored or cached.
     *
     * @param array<string, mixed> $channel `context`, `component`, `area`, `item`, `details`: texts or integers; a
     * missing one is empty
     * @throws OriginError `bad_request` for a property that is neither text nor an integer, or that is too long
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
     * from being stored. Failures that pass are retried for up to half a minute; no message is stored twice by that.
     *
     * @param array<string, mixed>|list<array<string, mixed>> $messages
     * @return ($messages is list ? list<NotifyResult> : NotifyResult)
     * @throws OriginError where a request failed as a whole; its `results` are those of the messages before
     */
    public function notify(array $messages): NotifyResult|array
    {
        return array_is_list($messages)
            ? $this->notifier->notifyAll($messages)
            : $this->notifier->notifyAll([$messages])[0];
    }
}
