import { SignJWT } from "jose";
import { canonicalPart, type ChannelInput, channelOf } from "../protocol/channel.ts";
import { FaultError } from "../protocol/fault.ts";
import { type Json, readJson } from "../protocol/json.ts";
import { LIMITS } from "../protocol/limits.ts";
import { readClaims } from "../protocol/ticket.ts";
import type { Role } from "../protocol/user.ts";
import { utf8 } from "../protocol/utf8.ts";
import { checkFields, type Fields } from "./fields.ts";
import { checkChannel } from "./message.ts";

/** Who a ticket is for, and what it is good for. */
export interface TicketOptions {
	/** The user's id, 1–128 bytes; a whole number stands for its decimal text. */
	readonly user: string | number;
	/** The name that others are shown. */
	readonly name?: string;
	/** Anything else about the user that others may see, up to 1 KB as JSON: a picture's address, a colour. */
	readonly info?: unknown;
	/**
	 * `member` where it is missing. A `moderator` moderates all of `channels`; without `channels`, every channel whose hash
	 * the bearer has.
	 */
	readonly role?: Role;
	/** The only channels it is good for; where it is missing, every channel whose hash the bearer holds. */
	readonly channels?: readonly ChannelInput[];
	/** Groups that the user is in, such as courses or teams. */
	readonly groups?: readonly string[];
	/** Seconds until it expires: 3600 where it is missing, 24 hours at most. */
	readonly expiresIn?: number;
}

const DEFAULT_LIFE_SECONDS = 3_600;

const OPTIONS: Fields<TicketOptions> = {
	user: true,
	name: true,
	info: true,
	role: true,
	channels: true,
	groups: true,
	expiresIn: true,
};

/**
 * Signs a ticket.
 *
 * @throws FaultError for whatever the deployment would refuse the ticket for
 * @throws OriginError `bad_request` for an option that there is not
 */
export async function signTicket(
	key: { readonly id: string; readonly secret: string },
	options: TicketOptions,
	nowMs: number,
): Promise<string> {
	checkFields(options, OPTIONS, "A ticket");
	for (const [index, channel] of (options.channels ?? []).entries()) checkChannel(channel, `channels[${index}]`);
	const claims = claimsOf(options, Math.floor(nowMs / 1000));
	// The deployment's own reading of the claims: what it would refuse is refused here, where the mistake is.
	readClaims(claims, nowMs);
	const ticket = await new SignJWT(claims)
		.setProtectedHeader({ alg: "HS256", typ: "JWT", kid: key.id })
		.sign(utf8(key.secret));
	if (ticket.length > LIMITS.ticketBytes)
		throw new FaultError("bad_ticket", `The ticket is over ${LIMITS.ticketBytes} bytes.`);
	return ticket;
}

function claimsOf(options: TicketOptions, now: number): { readonly [claim: string]: Json } {
	const { user, name, info, role, channels, groups, expiresIn = DEFAULT_LIFE_SECONDS } = options;
	if (!Number.isFinite(expiresIn) || expiresIn <= 0 || expiresIn > LIMITS.ticketLifeSeconds)
		throw new FaultError("bad_ticket", `expiresIn must be from 1 to ${LIMITS.ticketLifeSeconds} seconds.`);
	const claims = {
		sub: typeof user === "number" && Number.isSafeInteger(user) ? String(user) : user,
		iat: now,
		exp: now + Math.ceil(expiresIn),
		name,
		info,
		role,
		channels: channels?.map((channel) => canonicalPart(channelOf(channel))),
		groups,
	};
	// As it will travel: what is undefined falls away, and an object that writes itself as JSON has done so.
	return readJson(JSON.stringify(claims)) as { readonly [claim: string]: Json };
}
