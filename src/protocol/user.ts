import { json, oneOf, type Shape, text } from "./shape.ts";

export const ROLES = ["member", "moderator"] as const;
export type Role = (typeof ROLES)[number];

/** Who wrote an event or a signal: written by the room from the ticket, never by the sender. */
export const author = { id: text, "name?": text, "info?": json } as const;
export type Author = Shape<typeof author>;

/** Who the bearer of a ticket is, as the welcome says it. */
export const self = { id: text, "name?": text, role: oneOf(...ROLES) } as const;
export type Self = Shape<typeof self>;
