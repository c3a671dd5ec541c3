import type { AnyFaultCode } from "../../protocol/close-codes.ts";

/** What a channel says of itself. */
export type StateName = "connecting" | "live" | "recovering" | "lost" | "closed";

/** Why a state was entered: a fault of the room, or what the client saw for itself; `close_4250` for a close without a fault. */
export type StateCode =
	| AnyFaultCode
	| "start"
	| "welcome"
	| "connection_lost"
	| "no_heartbeat"
	| "new_log"
	| "offline"
	| "frozen"
	| "ticket_failed"
	| "ticket_refused"
	| "user_changed"
	| "closed";

export type Via = "socket" | "poll";

/**
 * What a page tells about itself. `wake`: visible again, resumed, or back from the history cache. `focus`: its window has
 * the keyboard again, which says nothing of the connection.
 */
export type Hint = "online" | "wake" | "offline" | "frozen" | "focus";

/** `held`: it waits for as long as the room has named, and no hint shortens it. `paused`: the page is offline or frozen. */
export type Phase =
	"idle" | "asking" | "opening" | "catching" | "live" | "waiting" | "held" | "paused" | "lost" | "closed";

export interface State {
	readonly phase: Phase;
	/** Counts the attempts: what an earlier one answers is ignored. */
	readonly epoch: number;
	readonly mode: "auto" | Via;
	readonly via: Via;
	/** Whether it has been live before. */
	readonly known: boolean;
	/** The ticket was refused, a new one must be asked for. */
	readonly stale: boolean;
	/** Failed attempts in a row, for the backoff. */
	readonly failures: number;
	/** Remedies in a row that were taken at once, and did not help: another one waits. */
	readonly refusals: number;
	/** Whether the ticket was renewed a moment ago; `owed` where it is to be renewed again as soon as that is allowed. */
	readonly renewal: "idle" | "resting" | "owed";
	/** Sockets in a row that closed before a welcome and without a word from a room. */
	readonly barred: number;
	/** How often it looked for a way back from polling. */
	readonly climbs: number;
	/** Milliseconds between heartbeats. */
	readonly beat: number;
	/** Why the state was entered. */
	readonly code: StateCode;
	readonly reason: string;
	/** With `ticket_refused`: why the ticket was refused. */
	readonly cause?: StateCode;
}

export type Timer = "retry" | "opening" | "beat" | "silence" | "grace" | "uptime" | "renew" | "rest" | "climb";

/** What has happened; a timer that has rung is told by its name. Answers to an attempt carry its epoch. */
export type Event =
	Plain<"start" | "close" | "user_changed" | Exclude<Hint, "focus">> | ({ readonly epoch: number } & Answer);

type Plain<N extends string> = N extends string ? { readonly on: N } : never;

type Answer =
	| Plain<"caught_up" | "climbed" | "faulted" | "expired" | Timer>
	/** No ticket could be had; `code` and `reason` say why, where that is known. */
	| { readonly on: "refused" | "ticket_failed"; readonly code?: StateCode; readonly reason?: string }
	/** `renewIn`: milliseconds until the ticket wants renewal. */
	| { readonly on: "ticket"; readonly renewIn?: number | undefined }
	| { readonly on: "welcome"; readonly behind: boolean; readonly beat: number; readonly renewIn?: number | undefined }
	| { readonly on: "pong"; readonly behind: boolean; readonly foreign: boolean }
	| { readonly on: "dropped"; readonly close: number; readonly reason: string; readonly fault?: Fault | undefined };

/** Why a room ended a connection. */
export interface Fault {
	readonly code: AnyFaultCode;
	readonly message: string;
	readonly retryAfter?: number | undefined;
}

/** What the runner is to do: the name of one of its methods, and what that takes. */
export type Effect =
	| readonly ["open" | "drop" | "ping" | "catchUp" | "present" | "probe" | "adopt" | "flush" | "end"]
	| readonly ["ask", boolean]
	| readonly ["arm", Timer, number]
	| readonly ["disarm", Timer];

export type Next = readonly [State, ...Effect[]];

/** The name that users see. */
export function nameOf({ phase, known }: State): StateName {
	if (phase === "live" || phase === "lost" || phase === "closed") return phase;
	return known ? "recovering" : "connecting";
}
