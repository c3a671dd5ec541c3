import type { Keyring } from "../../config/keys.ts";
import type { AreaRules } from "../../config/rules.ts";
import type { RoomAddress } from "../../door/room-name.ts";
import { FaultError } from "../../protocol/fault.ts";
import { TICKET_SUBPROTOCOL } from "../../protocol/paths.ts";
import type { Caller } from "../../rooms/core/access.ts";
import { credentialsOf, NOT_BEARER } from "./credentials.ts";
import { claimsOrigin, originKeyOf, verifyBasic } from "./origin.ts";
import { type Bearer, memberOf, verifyOwnTicket, verifyTicket } from "../../auth/ticket.ts";
import { verifyToken } from "../../auth/token.ts";

/**
 * Who asks something of a channel over HTTP: nobody in particular, the bearer of a ticket, or an origin of the same app.
 *
 * @throws FaultError
 */
export async function httpCaller(
	authorization: string | undefined,
	keyring: Keyring,
	address: RoomAddress,
): Promise<Caller> {
	const credentials = credentialsOf(authorization);
	if (credentials.scheme === "none") return { kind: "guest" };
	if (credentials.scheme === "basic") return originOf(verifyBasic(credentials, keyring), address);
	if (credentials.scheme === "unknown") throw new FaultError("bad_ticket", NOT_BEARER);
	const token = await verifyToken(credentials.token, keyring, "bad_ticket");
	return claimsOrigin(token) ? originOf(originKeyOf(token), address) : memberOf(token, address);
}

function originOf(key: { readonly app: string }, address: RoomAddress): Caller {
	if (key.app !== address.app) throw new FaultError("forbidden", "The key belongs to another app.");
	return { kind: "origin" };
}

/** Who opens a socket: the ticket travels as a subprotocol, since a page can set no header there. @throws FaultError */
export async function socketCaller(
	protocols: readonly string[],
	keyring: Keyring,
	address: RoomAddress,
): Promise<Caller> {
	const ticket = ticketAmong(protocols);
	return ticket === undefined ? { kind: "guest" } : verifyTicket(ticket, keyring, address);
}

/** Who asks for their own channel, and the app of their ticket. */
export interface Owner {
	readonly app: string;
	readonly caller: Bearer;
}

/** Who opens a socket on their own channel. @throws FaultError */
export function socketOwner(protocols: readonly string[], keyring: Keyring): Promise<Owner> {
	return ownerOf(ticketAmong(protocols), keyring);
}

/** Who asks something of their own channel over HTTP: an origin has none. @throws FaultError */
export function httpOwner(authorization: string | undefined, keyring: Keyring): Promise<Owner> {
	const credentials = credentialsOf(authorization);
	if (credentials.scheme === "unknown") throw new FaultError("bad_ticket", NOT_BEARER);
	return ownerOf(credentials.scheme === "bearer" ? credentials.token : undefined, keyring);
}

async function ownerOf(ticket: string | undefined, keyring: Keyring): Promise<Owner> {
	if (ticket === undefined) throw new FaultError("ticket_required");
	return verifyOwnTicket(ticket, keyring);
}

function ticketAmong(protocols: readonly string[]): string | undefined {
	return protocols.find((protocol) => protocol.startsWith(TICKET_SUBPROTOCOL))?.slice(TICKET_SUBPROTOCOL.length);
}

/** Returns a caller with the address that a guest is counted by. */
export function at(caller: Caller, address: string | undefined): Caller {
	return caller.kind === "guest" && address !== undefined ? { ...caller, address } : caller;
}

/** @throws FaultError `ticket_required` where the area admits no guests */
export function assertAdmitted(caller: Caller, rules: AreaRules): void {
	if (caller.kind === "guest" && !rules.guests) throw new FaultError("ticket_required");
}
