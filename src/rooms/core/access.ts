import { FaultError } from "../../protocol/fault.ts";
import { isReserved } from "../../protocol/names.ts";
import type { Author, Role, Self } from "../../protocol/user.ts";
import type { Json } from "../../protocol/json.ts";
import type { AreaRules, Audience } from "../../config/rules.ts";

/** A user, as a ticket named them. */
export interface User {
	readonly id: string;
	readonly name?: string;
	readonly info?: Json;
	readonly role: Role;
}

/** What a ticket says beside who its bearer is. Only their own channel is told. */
export interface OwnClaims {
	readonly groups: readonly string[];
	/** When the ticket was made, in milliseconds since 1970. */
	readonly issued: number;
}

/** Who asks: an origin backend, the bearer of a ticket, or a page without one. */
export type Caller =
	| { readonly kind: "origin" }
	| { readonly kind: "member"; readonly user: User; readonly expires: number; readonly own?: OwnClaims }
	| {
			readonly kind: "guest";
			/** Where the page is, as far as that is known for certain: guests are counted by it. */
			readonly address?: string;
	  };

const RANK = { origin: 2, member: 1, guest: 0 } as const;
const WANTED: { readonly [A in Audience]: number } = { origin: 2, members: 1, anyone: 0 };

/** Whether a caller belongs to an audience. */
export function belongs(caller: Caller, audience: Audience): boolean {
	return RANK[caller.kind] >= WANTED[audience];
}

/** What a page may do in an area, as its welcome tells it. */
export function mayOf(
	caller: Caller,
	rules: AreaRules,
): { publish: boolean; signal: boolean; call: boolean; history: boolean } {
	return {
		publish: belongs(caller, rules.publish),
		signal: belongs(caller, rules.signal),
		call: belongs(caller, rules.call),
		history: caller.kind === "origin" || rules.readHistory,
	};
}

/** @throws FaultError `forbidden`, or `ticket_expired` */
export function assertMay(caller: Caller, audience: Audience, nowMs: number): void {
	if (caller.kind === "member" && caller.expires <= nowMs) throw new FaultError("ticket_expired");
	if (!belongs(caller, audience))
		throw new FaultError(caller.kind === "guest" && audience === "members" ? "ticket_required" : "forbidden");
}

/** @throws FaultError `forbidden` for a name that is the room's own */
export function assertName(name: string): void {
	if (isReserved(name)) throw new FaultError("forbidden", "Names that begin with parlour. are the room's own.");
}

/** The author that the room writes on what a caller sends. */
export function authorOf(caller: Caller): Author | undefined {
	if (caller.kind !== "member") return undefined;
	const { id, name, info } = caller.user;
	return { id, name, info };
}

/** What a welcome tells the bearer of a ticket about themselves. */
export function selfOf(caller: Caller): Self | undefined {
	if (caller.kind !== "member") return undefined;
	const { id, name, role } = caller.user;
	return { id, name, role };
}
