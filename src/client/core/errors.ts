import type { Json } from "../../protocol/json.ts";
import type { AnyFaultCode } from "../../protocol/close-codes.ts";

/** What fails on this side of the connection and so has no row in the fault table. */
export type LocalCode = (typeof LOCAL_CODES)[number];
export const LOCAL_CODES = [
	"bad_url",
	"closed",
	"disconnected",
	"expired",
	"not_live",
	"queue_full",
	"ticket_failed",
	"timeout",
	"unreachable",
	"user_changed",
] as const;
/** Every code that an error of the client may have. */
export type ErrorCode = AnyFaultCode | LocalCode;

/** Whether what was asked for has happened: it has not, or nobody on this side can tell. */
export type Outcome = "not_done" | "unknown";

/** What came with a fault beside its code and message, and what is known beyond it. */
interface More {
	readonly retryAfter?: number | undefined;
	readonly newer?: Json | undefined;
	readonly outcome?: Outcome | undefined;
	readonly cause?: unknown;
}

/** Codes that do not say how far the room or the origin had come. */
const UNSURE: readonly string[] = [
	"disconnected",
	"timeout",
	"internal",
	"overloaded",
	"origin_timeout",
	"origin_failed",
] satisfies readonly (AnyFaultCode | LocalCode)[];

/** What every promise of the client rejects with. */
export class ParlourError extends Error {
	override readonly name = "ParlourError";
	/**
	 * A code of the fault table, or one that a newer room has added to it; or `closed` (the channel was closed or lost), `disconnected` (the
	 * connection dropped before the answer, or no room answered), `not_live` (the channel was not live, and was not to wait),
	 * `queue_full` (too much is waiting), `expired` (a message waited too long for a connection), `timeout` (no answer in time), `user_changed` (the page has another user now than
	 * when this was asked; see WHO1 in docs/protocol.md), `bad_url` (the deployment's address is none), `ticket_failed` (the
	 * ticket function or ticket-url gave no answer that can be used), `unreachable` (nothing answers as Parlour).
	 * docs/troubleshooting.md has what to do about each.
	 */
	declare readonly code: ErrorCode;
	/**
	 * `not_done`: what was asked for has not happened and will not. `unknown`: it may have happened, or may still; a publish
	 * can be repeated under the same `id`, which the log stores once.
	 */
	declare readonly outcome: Outcome;
	/** Milliseconds to wait before trying again, where the room named them. */
	declare readonly retryAfter: number | undefined;
	/** With `conflict`: the events that are newer than the expected head. */
	declare readonly newer: Json | undefined;

	constructor(code: ErrorCode, message: string = code, more: More = {}) {
		super(message, "cause" in more ? { cause: more.cause } : undefined);
		this.code = code;
		this.outcome = more.outcome ?? (UNSURE.includes(code) ? "unknown" : "not_done");
		this.retryAfter = more.retryAfter;
		this.newer = more.newer;
	}
}
