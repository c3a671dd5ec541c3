<?php

declare(strict_types=1);

namespace Parlour;

/**
 * Signs tickets: JWTs (RFC 7519) by HS256. What the deployment would refuse is refused here, where the mistake is.
 *
 * @internal
 */
final class Ticket
{
    private const ROLES = ['member', 'moderator'];
    private const LIST_ITEMS = 1_000;

    /**
     * @param array<string, mixed> $claims `sub`, `expiresIn`, `name`, `info`, `role`, `channels`, `groups`
     * @throws OriginError `bad_ticket`, or `bad_request` for a malformed channel
     */
    public static function sign(Key $key, array $claims, int $nowMs): string
    {
        $header = ['alg' => 'HS256', 'typ' => 'JWT', 'kid' => $key->id];
        $payload = self::claims($claims, intdiv($nowMs, 1000));
        $signed = Base64Url::encode(Json::encode($header)) . '.' . Base64Url::encode(self::json('A claim', $payload));
        $ticket = $signed . '.' . Base64Url::encode($key->sign($signed));
        if (strlen($ticket) > Limits::TICKET_BYTES) {
            throw self::refused('The ticket is over ' . Limits::TICKET_BYTES . ' bytes.');
        }
        return $ticket;
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private static function claims(array $given, int $now): array
    {
        ['sub' => $sub, 'expiresIn' => $expiresIn, 'role' => $role, 'info' => $info] = $given;
        self::checkText('sub', $sub, Limits::USER_ID_BYTES, 1);
        self::checkText('name', $given['name'] ?? '', Limits::USER_NAME_BYTES);
        if (!($expiresIn > 0 && $expiresIn <= Limits::TICKET_LIFE_SECONDS)) {
            throw self::refused('expiresIn must be from 1 to ' . Limits::TICKET_LIFE_SECONDS . ' seconds.');
        }
        if ($role !== null && !in_array($role, self::ROLES, true)) {
            $likely = is_string($role) ? Names::likely($role, self::ROLES) : null;
            $hint = $likely === null ? '' : " (did you mean \"$likely\"?)";
            throw self::refused('role must be one of ' . implode(', ', self::ROLES) . "$hint.");
        }
        if (strlen(self::json('info', $info)) > Limits::USER_INFO_BYTES) {
            throw self::refused("A ticket's info may take " . Limits::USER_INFO_BYTES . ' bytes at most.');
        }
        $claims = ['sub' => $sub, 'iat' => $now, 'exp' => $now + (int) ceil($expiresIn), 'name' => $given['name']];
        $claims += ['info' => $info, 'role' => $role, 'channels' => self::channels($given['channels'])];
        $claims += ['groups' => self::groups($given['groups'])];
        return array_filter($claims, static fn (mixed $claim): bool => $claim !== null);
    }

    /**
     * @param array<array<string, mixed>>|null $channels
     * @return list<string>|null
     */
    private static function channels(?array $channels): ?array
    {
        self::checkList('channels', $channels);
        return $channels === null ? null : array_map(Channel::canonicalPart(...), array_values($channels));
    }

    /**
     * @param array<mixed>|null $groups
     * @return list<string>|null
     */
    private static function groups(?array $groups): ?array
    {
        self::checkList('groups', $groups);
        foreach ($groups ?? [] as $index => $group) {
            self::checkText("groups[$index]", $group, Limits::PROPERTY_BYTES);
        }
        return $groups === null ? null : array_values($groups);
    }

    /**
     * @param array<mixed>|null $list
     */
    private static function checkList(string $name, ?array $list): void
    {
        // A list may have holes, as `array_filter` leaves it.
        $isList = array_filter(array_keys($list ?? []), is_string(...)) === [];
        if (!$isList || count($list ?? []) > self::LIST_ITEMS) {
            throw self::refused("$name must be a list of 0 to " . self::LIST_ITEMS . '.');
        }
    }

    private static function checkText(string $name, mixed $text, int $max, int $min = 0): void
    {
        $fits = is_string($text) && strlen($text) >= $min && strlen($text) <= $max && Utf8::isWellFormed($text);
        if (!$fits) {
            throw self::refused("$name must be a text of $min to $max bytes.");
        }
    }

    private static function json(string $name, mixed $value): string
    {
        try {
            return Json::encode($value, Limits::JSON_DEPTH);
        } catch (\JsonException) {
            throw self::refused("$name cannot be written as JSON.");
        }
    }

    private static function refused(string $message): OriginError
    {
        return new OriginError('bad_ticket', $message);
    }
}
