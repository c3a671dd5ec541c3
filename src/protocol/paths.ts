/** The names that HTTP carries. Written here and nowhere else. */

export const SUBPROTOCOL = "parlour.v1";
/** The subprotocol that carries a ticket: a URL would end up in logs, and browsers let a page set no header. */
export const TICKET_SUBPROTOCOL = "ticket.";

export const API = "/v1";
/** PartyKit's shape of a room's URL; reaches the same room as the `socket` path. */
export const PARTY = "/parties/channel";

/** Where files are uploaded, and served from. */
export const FILES = `${API}/files`;

/** The path of a file. The name is for those who read it and save the file: the id alone says which one it is. */
export function filePath(id: string, name: string): string {
	return `${FILES}/${id}/${encodeURIComponent(name)}`;
}

export type ChannelAction =
	"socket" | "poll" | "publish" | "signal" | "call" | "history" | "presence" | "kick" | "redact";

/** The path of an action on a channel; a hash has no character that a URL would need escaped. */
export function channelPath(hash: string, action?: ChannelAction): string {
	return `${API}/channels/${hash}${action === undefined ? "" : `/${action}`}`;
}

/** The heartbeat's request; its answer is this and the head's cursor. */
export const PING = "ping";
export const PONG = "pong ";

/** Stands in the place of a hash for the own channel of the bearer of a ticket. */
export const MY_CHANNEL = "me";
