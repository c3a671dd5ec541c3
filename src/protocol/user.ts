import { type Decoder, json, maybe, object, oneOf, text } from "./decode.ts";
import { LIMITS } from "./limits.ts";

export const ROLES = ["member", "moderator"] as const;
export type Role = (typeof ROLES)[number];

/** Who wrote an event or a signal: written by the room from the ticket, never by the sender. */
export const author = object({
	id: text(LIMITS.userIdBytes, 1),
	name: maybe(text(LIMITS.userNameBytes)),
	info: maybe(json),
});
export type Author = ReturnType<typeof author>;

/** Who the bearer of a ticket is, as the welcome says it. */
export const self = object({
	id: text(LIMITS.userIdBytes, 1),
	name: maybe(text(LIMITS.userNameBytes)),
	role: ((value, at) => oneOf(...ROLES)(value, at)) satisfies Decoder<Role>,
});
export type Self = ReturnType<typeof self>;
