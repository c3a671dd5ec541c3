import type { Keyring } from "../config/keys.ts";
import type { RoomAddress } from "../door/room-name.ts";
import { canonicalForm, canonicalPart } from "../protocol/channel.ts";
import { CHAT_LIMITS } from "../protocol/chat/limits.ts";
import { MY_CHANNEL } from "../protocol/chat/model.ts";
import { FaultError } from "../protocol/fault.ts";
import { readClaims, type Ticket } from "../protocol/ticket.ts";
import type { Caller } from "../rooms/core/access.ts";
import { type VerifiedToken, verifyToken } from "./token.ts";

/**
 * Who the bearer of a ticket is, in the channel of a hash.
 *
 * @throws FaultError `bad_ticket`, `ticket_expired`, or `forbidden` where the ticket is for other channels
 */
export async function verifyTicket(token: string, keyring: Keyring, address: RoomAddress): Promise<Caller> {
	return memberOf(await verifyToken(token, keyring, "bad_ticket"), address);
}

/**
 * Who the bearer of a ticket is in their own channel, and in which app that is. The ticket's groups go there and nowhere else.
 *
 * @throws FaultError `bad_ticket`, `ticket_expired`, or `forbidden` where the ticket is for channels that do not list it
 */
export async function verifyOwnTicket(token: string, keyring: Keyring): Promise<{ app: string; caller: Bearer }> {
	const { key, payload } = await verifyToken(token, keyring, "bad_ticket");
	const { channels, user, expires, groups, issued } = readClaims(payload, Date.now());
	if (channels !== undefined && !channels.includes(MY_CHANNEL)) throw new FaultError("forbidden", NOT_FOR_THIS);
	const own = { groups: [...new Set(groups)].slice(0, CHAT_LIMITS.groups), issued };
	return { app: key.app, caller: { kind: "member", user, expires, own } };
}

/** A caller with a ticket. */
export type Bearer = Extract<Caller, { kind: "member" }>;

const NOT_FOR_THIS = "The ticket is not good for this channel.";

/** The same for a token that is verified already. */
export function memberOf({ key, payload }: VerifiedToken, address: RoomAddress): Caller {
	if (key.app !== address.app) throw new FaultError("bad_ticket");
	const ticket = readClaims(payload, Date.now());
	assertGoodFor(ticket, address);
	return { kind: "member", user: ticket.user, expires: ticket.expires };
}

function assertGoodFor({ channels }: Ticket, { channel }: RoomAddress): void {
	if (channels === undefined) return;
	// The part as it stands in a hash, or the canonical form itself: a netstring is never base64url, so they cannot be mixed up.
	if (!channels.includes(canonicalPart(channel)) && !channels.includes(canonicalForm(channel)))
		throw new FaultError("forbidden", NOT_FOR_THIS);
}
