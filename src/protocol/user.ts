import { anyText, json, maybe, object, oneOf } from "./decode.ts";

export const ROLES = ["member", "moderator"] as const;
export type Role = (typeof ROLES)[number];

/** Who wrote an event or a signal: written by the room from the ticket, never by the sender. */
export const author = object({
	id: anyText,
	name: maybe(anyText),
	info: maybe(json),
});
export type Author = ReturnType<typeof author>;

/** Who the bearer of a ticket is, as the welcome says it. */
export const self = object({
	id: anyText,
	name: maybe(anyText),
	role: oneOf(...ROLES),
});
export type Self = ReturnType<typeof self>;
