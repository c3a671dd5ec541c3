import { CLOSE_CODES } from "../../protocol/close-codes.ts";
import { ParlourError, type ErrorCode } from "./errors.ts";
import type { State, StateCode } from "./state.ts";

/** How many attempts may fail in a row before that is more than a moment. */
const PATIENCE = 2;
/** Codes of the client's own that say nothing is wrong: the page is away, or is coming back. */
const PASSING: readonly StateCode[] = [
	"start",
	"welcome",
	"offline",
	"frozen",
	"no_heartbeat",
	"new_log",
	"closed",
	"user_changed",
];

/**
 * Returns what keeps a connection from being live, where trying again alone will not help: it is lost for good, tickets
 * are refused again and again, or it has never been live and attempts fail. A connection that was live and is lost to the
 * network is not in trouble.
 */
export function troubleOf(state: State): ParlourError | undefined {
	const { phase, known, failures, refusals, code, cause, reason } = state;
	if (phase === "live" || phase === "catching" || phase === "closed" || PASSING.includes(code)) return undefined;
	// What the page itself gave as a ticket and cannot be one: that needs no second try.
	const isNoTicket = code === "bad_ticket" && refusals === 0;
	const isStuck = isNoTicket || refusals >= PATIENCE || (!known && failures + refusals >= PATIENCE);
	if (phase !== "lost" && !isStuck) return undefined;
	const name = codeOf(code === "ticket_refused" ? (cause ?? code) : code);
	// Some messages are left out by the room, and `ParlourError` has its code in their place.
	return new ParlourError(name, reason || undefined);
}

/** A close without a fault has the code of its number. */
function codeOf(code: StateCode): ErrorCode {
	if (code === "connection_lost") return "unreachable";
	const close = Number(/^close_(\d{4})$/.exec(code)?.[1]);
	return Object.entries(CLOSE_CODES).find(([, number]) => number === close)?.[0] ?? code;
}

/** Returns why a ticket function failed: an error of this client has its own code, everything else it throws is the page's. */
export function whyFailed(error: unknown): { readonly code: StateCode; readonly reason: string } {
	if (error instanceof ParlourError) return { code: error.code, reason: error.message };
	const said = error instanceof Error && error.message ? `: ${error.message.slice(0, 200)}` : "";
	return { code: "ticket_failed", reason: `The ticket function failed${said}.` };
}
