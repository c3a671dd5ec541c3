import type { FaultCode } from "../../protocol/close-codes.ts";

/** What a channel says of itself. */
export type StateName = "connecting" | "live" | "recovering" | "lost" | "closed";

/** Why a state was entered: a fault of the room, or what the client saw for itself. */
export type StateCode =
	| FaultCode
	| "start"
	| "welcome"
	| "connection_lost"
	| "no_heartbeat"
	| "new_log"
	| "offline"
	| "frozen"
	| "ticket_failed"
	| "ticket_refused"
	| "closed";

export type Via = "socket" | "poll";

/** What a page tells about itself. `wake`: visible again, resumed, or back from the history cache. */
export type Hint = "online" | "wake" | "offline" | "frozen";

export interface Why {
	readonly code: StateCode;
	readonly reason: string;
}

interface Memory extends Why {
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
	/** Refused tickets in a row. */
	readonly refusals: number;
	/** Sockets in a row that closed before a welcome and without a word from a room. */
	readonly blocked: number;
	/** How often it looked for a way back from polling. */
	readonly climbs: number;
	/** Milliseconds between heartbeats. */
	readonly beat: number;
}

/** `firm`: the room named the wait, and no hint shortens it. `paused`: the page is offline or frozen. */
export type State = Memory &
	(
		| { readonly phase: "idle" | "asking" | "opening" | "catching" | "live" | "paused" | "lost" | "closed" }
		| { readonly phase: "waiting"; readonly firm: boolean }
	);

export type Timer = "retry" | "beat" | "silence" | "grace" | "uptime" | "renew" | "climb";

/** What has happened. Answers to an attempt carry its epoch. */
export type Event =
	| { readonly on: "start" | "close" }
	| { readonly on: "hint"; readonly hint: Hint }
	| ({ readonly epoch: number } & Answer);

type Answer =
	| { readonly on: "ticket" | "caught_up" | "climbed" | "expired" | "refused" | "ticket_failed" }
	/** `renewIn`: milliseconds until the ticket wants renewal. */
	| { readonly on: "welcome"; readonly behind: boolean; readonly beat: number; readonly renewIn?: number | undefined }
	| { readonly on: "renewed"; readonly ok: boolean; readonly renewIn?: number | undefined }
	| { readonly on: "pong"; readonly behind: boolean; readonly foreign: boolean }
	| { readonly on: "dropped"; readonly close: number; readonly reason: string; readonly fault?: Fault | undefined }
	| { readonly on: "timer"; readonly timer: Timer };

interface Fault {
	readonly code: FaultCode;
	readonly message: string;
	readonly retryAfter?: number;
}

/** What the runner is to do: the name of one of its methods, and what that takes. */
export type Effect =
	| readonly ["open" | "drop" | "ping" | "catchUp" | "renew" | "present" | "probe" | "adopt" | "flush" | "end"]
	| readonly ["ask", boolean]
	| readonly ["arm", Timer, number]
	| readonly ["disarm", Timer];

export type Next = readonly [State, ...Effect[]];

/** The name that users see. */
export function nameOf({ phase, known }: State): StateName {
	if (phase === "live" || phase === "lost" || phase === "closed") return phase;
	return known ? "recovering" : "connecting";
}
