import { remedyOf } from "../../protocol/close-codes.ts";
import { HEARTBEAT_MS, HEARTBEAT_TIMEOUT_MS } from "../../protocol/limits.ts";
import { backoff } from "./backoff.ts";
import type { Effect, Event, Fault, Next, Phase, State, StateCode, Timer } from "./state.ts";
import {
	BACKOFF_CAP_MS,
	CLOSE_LOST,
	UPTIME_MS,
	GRACE_MS,
	WITHIN_MS,
	SPREAD,
	BLOCKED_AFTER,
	BLOCKED_CREDIT,
	CLIMB_MS,
	CLIMB_CAP_MS,
	RENEW_AGAIN_MS,
	OPENING_TIMEOUT_MS,
	RENEW_LEAST_MS,
} from "./timing.ts";

export function initialState(mode: State["mode"]): State {
	return {
		phase: "idle",
		epoch: 0,
		mode,
		via: mode === "poll" ? "poll" : "socket",
		known: false,
		stale: false,
		failures: 0,
		refusals: 0,
		renewal: "idle",
		barred: 0,
		climbs: 0,
		beat: HEARTBEAT_MS,
		code: "start",
		reason: "",
	};
}

const OPEN: readonly Phase[] = ["live", "catching"];
const LINKED: readonly Phase[] = ["opening", ...OPEN];
const RESTING: readonly Phase[] = ["waiting", "paused"];

/** In which phases an event means something; those of an open link are not named here. */
const HEARD_IN: { readonly [on in Event["on"]]?: readonly Phase[] } = {
	start: ["idle"],
	retry: [...RESTING, "held"],
	opening: ["opening"],
	ticket: ["asking", ...OPEN],
	refused: ["asking", ...OPEN],
	ticket_failed: ["asking", ...OPEN],
	welcome: LINKED,
	dropped: LINKED,
	caught_up: ["catching"],
	online: [...RESTING, ...OPEN],
	wake: [...RESTING, ...OPEN],
	offline: [...RESTING, "asking", ...LINKED],
	frozen: [...RESTING, "asking", ...LINKED],
};

/**
 * The life of a connection: what follows from what happened. Pure and total; `random` is one fresh number from 0 to 1.
 */
export function step(state: State, event: Event, random: number): Next {
	const { phase } = state;
	if (event.on === "close") return phase === "closed" ? [state] : end(because(state, "closed"), "closed");
	if (event.on === "user_changed")
		return phase === "lost" || phase === "closed" ? [state] : end(because(state, "user_changed"), "lost");
	// The one place where an answer to an earlier attempt is ignored.
	if ("epoch" in event && event.epoch !== state.epoch) return [state];
	if (!(HEARD_IN[event.on] ?? OPEN).includes(phase)) return [state];
	const isOpen = OPEN.includes(phase);
	// oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rest is in `ofOpen`, whose type names it all
	switch (event.on) {
		case "start":
		case "retry":
			return attempt(state);
		case "online":
		case "wake":
			return isOpen ? check(state) : attempt({ ...state, failures: 0 });
		case "offline":
		case "frozen":
			// Some systems say offline and mean nothing by it.
			return wait(because(state, event.on), BACKOFF_CAP_MS, "paused");
		case "ticket":
			if (isOpen) return [state, ["present"], ...renewal(event.renewIn)];
			return [{ ...state, phase: "opening", stale: false }, ["open"], after("opening", OPENING_TIMEOUT_MS)];
		case "opening":
			return dropped(state, { close: CLOSE_LOST, reason: "" }, random);
		case "refused":
		case "ticket_failed":
			return unticketed(state, event, random);
		case "welcome":
			return welcomed(state, event);
		case "caught_up":
			return live(state);
		case "dropped":
			return dropped(state, event, random);
		default:
			return ofOpen(state, event, random);
	}
}

/** No ticket could be had. */
function unticketed(
	state: State,
	{ on, code = on === "refused" ? "ticket_refused" : on, reason }: Extract<Event, { on: "refused" | "ticket_failed" }>,
	random: number,
): Next {
	if (OPEN.includes(state.phase)) return [state, ...renewal(RENEW_AGAIN_MS)];
	if (on === "ticket_failed") return failed(because(state, code, reason), random);
	return end({ ...because(state, code, reason ?? state.reason), cause: state.code }, "lost");
}

type OfOpen = Extract<
	Event,
	{ readonly on: "pong" | "climbed" | "faulted" | "expired" | Exclude<Timer, "retry" | "opening"> }
>;

/** What happens to an open link. */
function ofOpen(state: State, event: OfOpen, random: number): Next {
	switch (event.on) {
		case "pong": {
			if (event.foreign) return soon(because(state, "new_log"), random);
			const grace = event.behind ? [after("grace", GRACE_MS)] : [];
			return [state, ["disarm", "silence"], after("beat", state.beat), ...grace];
		}
		case "beat":
			return check(state);
		case "faulted":
			// The room may be about to close the link, and the close may never arrive. Polls have time limits of their own.
			return state.via === "poll" ? [state] : check(state);
		case "silence":
			return failed(because(state, "no_heartbeat"), random);
		case "grace":
			return [state, ["catchUp"]];
		case "uptime":
			return [{ ...state, failures: 0, refusals: 0 }];
		case "renew":
		case "expired":
			return renewed(state);
		case "rest":
			return state.renewal === "owed" ? renewed({ ...state, renewal: "idle" }) : [{ ...state, renewal: "idle" }];
		case "climb": {
			const climbs = state.climbs + 1;
			return [{ ...state, climbs }, ["probe"], after("climb", pause(climbs))];
		}
		case "climbed":
			// Still live: the socket goes on where the poll stood.
			return [{ ...state, via: "socket", renewal: "idle", epoch: state.epoch + 1 }, ["adopt"]];
	}
}

function because(state: State, code: StateCode, reason = ""): State {
	return { ...state, code, reason };
}

function after(timer: Timer, ms: number): Effect {
	return ["arm", timer, ms];
}

function renewal(ms: number | undefined): Effect[] {
	return ms ? [after("renew", ms)] : [];
}

/** Leaves the present link, and whatever may still come of it. */
function leave(state: State, phase: Phase, effect: Effect): Next {
	return [{ ...state, phase, renewal: "idle", epoch: state.epoch + 1 }, ["drop"], effect];
}

/** Asks for a new ticket; again only after a rest, whatever the room says of the one that it got. */
function renewed(state: State): Next {
	if (state.renewal !== "idle") return [{ ...state, renewal: "owed" }];
	return [{ ...state, renewal: "resting" }, ["ask", true], after("rest", RENEW_LEAST_MS)];
}

/** Comes back at once the first time; where that has not helped, after a pause. */
function soon(state: State, random: number): Next {
	const next = { ...state, refusals: state.refusals + 1 };
	return state.refusals ? failed(next, random) : attempt(next);
}

function attempt(state: State): Next {
	return leave(state, "asking", ["ask", state.stale]);
}

function wait(state: State, ms: number, phase: Phase): Next {
	return leave(state, phase, after("retry", ms));
}

function end(state: State, phase: Phase): Next {
	return leave(state, phase, ["end"]);
}

function failed(state: State, random: number, least = 0): Next {
	const failures = state.failures + 1;
	return wait({ ...state, failures }, least + backoff(failures, random), least ? "held" : "waiting");
}

function check(state: State): Next {
	return [state, ["ping"], after("silence", HEARTBEAT_TIMEOUT_MS)];
}

function welcomed(state: State, { behind, beat, renewIn }: Extract<Event, { on: "welcome" }>): Next {
	const effects: Effect[] = [
		["disarm", "opening"],
		after("beat", beat),
		after("uptime", UPTIME_MS),
		...renewal(renewIn),
	];
	let next: State = { ...state, beat };
	if (state.via === "socket") next = { ...next, barred: -BLOCKED_CREDIT, climbs: 0 };
	else if (state.mode === "auto") effects.push(after("climb", pause(state.climbs)));
	return behind && state.phase !== "live" ? [{ ...next, phase: "catching" }, ...effects] : live(next, effects);
}

function live(state: State, effects: readonly Effect[] = []): Next {
	return [{ ...because(state, "welcome"), phase: "live", known: true }, ...effects, ["flush"]];
}

function pause(climbs: number): number {
	return Math.min(CLIMB_CAP_MS, CLIMB_MS * 2 ** climbs);
}

/** The whole reconnect policy is the remedy of the close code. */
function dropped(
	before: State,
	{ close, reason, fault }: Omit<Extract<Event, { on: "dropped" }>, "on" | "epoch">,
	random: number,
): Next {
	const bare: Fault = { code: close < 4000 ? "connection_lost" : `close_${close}`, message: reason };
	const { code, message, retryAfter } = fault ?? bare;
	const state = because(before, code, message);
	switch (remedyOf(close)) {
		case "stop":
			return end(state, "lost");
		case "reauth":
			return soon({ ...state, stale: true }, random);
		case "retry":
			return spread(state, Number(/"within":\s*(\d{1,7})/.exec(reason)?.[1] ?? WITHIN_MS), random);
		case "backoff":
			return failed(reroute(state, close), random, retryAfter);
	}
}

/** Comes back within a window; where the room sends away again and again, later each time. */
function spread(state: State, windowMs: number, random: number): Next {
	const { refusals } = state;
	const more = refusals ? backoff(refusals, random) : 0;
	return wait({ ...state, refusals: refusals + 1 }, random * SPREAD * windowMs + more, "held");
}

/** Chooses the transport after a failure. */
function reroute(state: State, close: number): State {
	if (state.mode !== "auto" || close >= 4000 || state.phase !== "opening") return state;
	// Polling fails as well: it was not the socket's fault. The next one is a socket, and after that a poll again.
	if (state.via === "poll") return { ...state, via: "socket", barred: BLOCKED_AFTER - 1 };
	const barred = state.barred + 1;
	return { ...state, barred, via: barred < BLOCKED_AFTER ? "socket" : "poll" };
}
