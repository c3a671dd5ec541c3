import type { Keyring } from "../config/keys.ts";
import type { RoomAddress } from "../door/room-name.ts";
import { canonicalForm, canonicalPart } from "../protocol/channel.ts";
import { FaultError } from "../protocol/fault.ts";
import { readClaims, type Ticket } from "../protocol/ticket.ts";
import type { Caller } from "../rooms/core/access.ts";
import { type VerifiedToken, verifyToken } from "./token.ts";

/**
 * Who the bearer of a ticket is, in one channel.
 *
 * @throws FaultError `bad_ticket`, `ticket_expired`, or `forbidden` where the ticket is for other channels
 */
export async function verifyTicket(token: string, keyring: Keyring, address: RoomAddress): Promise<Caller> {
	return memberOf(await verifyToken(token, keyring, "bad_ticket"), address);
}

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
		throw new FaultError("forbidden", "The ticket is not good for this channel.");
}
