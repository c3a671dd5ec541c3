import type { Json } from "../../protocol/json.ts";
import type { AnyFaultCode } from "../../protocol/close-codes.ts";

/** What fails on this side of the connection and so has no row in the fault table. */
export type LocalCode =
	"bad_url" | "closed" | "disconnected" | "queue_full" | "ticket_failed" | "timeout" | "unreachable" | "user_changed";
/** Every code that an error of the client may have. */
export type ErrorCode = AnyFaultCode | LocalCode;

/** What came with a fault beside its code and message. */
interface More {
	readonly retryAfter?: number | undefined;
	readonly newer?: Json | undefined;
}

/** What every promise of the client rejects with. */
export class ParlourError extends Error {
	override readonly name = "ParlourError";
	/**
	 * A code of the fault table, or one that a newer room has added to it; or `closed` (the channel was closed or lost), `disconnected` (the
	 * connection dropped before the answer), `queue_full` (too much is waiting), `timeout` (no answer in time),
	 * `user_changed` (the page has another user now than when this was asked; see WHO1 in docs/protocol.md), `bad_url` (the
	 * deployment's address is none), `ticket_failed` (the ticket function or ticket-url gave no answer that can be used),
	 * `unreachable` (nothing answers as Parlour). docs/troubleshooting.md has what to do about each.
	 */
	declare readonly code: ErrorCode;
	/** Milliseconds to wait before trying again, where the room named them. */
	declare readonly retryAfter: number | undefined;
	/** With `conflict`: the events that are newer than the expected head. */
	declare readonly newer: Json | undefined;

	constructor(code: ErrorCode, message: string = code, more?: More) {
		super(message);
		this.code = code;
		this.retryAfter = more?.retryAfter;
		this.newer = more?.newer;
	}
}
