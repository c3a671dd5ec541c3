import { decode, json, list, maybe, object, oneOf, text, whole } from "./decode.ts";
import { FaultError } from "./fault.ts";
import type { Json } from "./json.ts";
import { LIMITS } from "./limits.ts";
import { ROLES, type Role } from "./user.ts";
import { fitsUtf8 } from "./utf8.ts";

const claims = object({
	sub: text(LIMITS.userIdBytes, 1),
	exp: whole(),
	iat: whole(),
	nbf: maybe(whole()),
	name: maybe(text(LIMITS.userNameBytes)),
	info: maybe(json),
	role: maybe(oneOf(...ROLES)),
	channels: maybe(list(text(LIMITS.hashBytes), 1_000)),
	groups: maybe(list(text(LIMITS.propertyBytes), 1_000)),
});

/** Who the bearer of a ticket is, and what the ticket is good for. */
export interface Ticket {
	readonly user: { readonly id: string; readonly name?: string; readonly info?: Json; readonly role: Role };
	/** When it runs out, in milliseconds since 1970. */
	readonly expires: number;
	/** The canonical parts of the only channels it is good for. */
	readonly channels?: readonly string[];
	readonly groups: readonly string[];
	/** When it was made, in milliseconds since 1970. */
	readonly issued: number;
}

/**
 * Reads the claims of a ticket whose signature has been verified.
 *
 * @param nowMs the time, in milliseconds since 1970
 * @throws FaultError `bad_ticket`, or `ticket_expired`
 */
export function readClaims(payload: Json, nowMs: number): Ticket {
	const {
		sub,
		exp,
		iat,
		nbf,
		name,
		info,
		role = "member",
		channels,
		groups = [],
	} = decode(claims, payload, "bad_ticket");
	const now = nowMs / 1000;
	if (exp <= now) throw new FaultError("ticket_expired");
	if (Math.max(exp - iat, exp - now - LIMITS.clockSkewSeconds) > LIMITS.ticketLifeSeconds)
		throw new FaultError("bad_ticket", `A ticket may live ${LIMITS.ticketLifeSeconds / 3600} hours at most.`);
	if (Math.max(iat, nbf ?? 0) > now + LIMITS.clockSkewSeconds)
		throw new FaultError("bad_ticket", "The ticket is not valid yet.");
	if (info !== undefined && !fitsUtf8(JSON.stringify(info), LIMITS.userInfoBytes))
		throw new FaultError("bad_ticket", `A ticket's info may take ${LIMITS.userInfoBytes} bytes at most.`);
	return { user: { id: sub, name, info, role }, expires: exp * 1000, channels, groups, issued: iat * 1000 };
}
