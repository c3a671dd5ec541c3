import { remedyOf } from "../../protocol/close-codes.ts";
import { HEARTBEAT_MS, HEARTBEAT_TIMEOUT_MS } from "../../protocol/limits.ts";
import { backoff } from "./backoff.ts";
import type { Effect, Event, Fault, Next, Phase, State, StateCode, Timer } from "./state.ts";
import {
	BACKOFF_CAP_MS,
	UPTIME_MS,
	GRACE_MS,
	WITHIN_MS,
	SPREAD,
	BLOCKED_AFTER,
	BLOCKED_CREDIT,
	CLIMB_MS,
	CLIMB_CAP_MS,
	RENEW_AGAIN_MS,
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
			return [{ ...state, phase: "opening", stale: false }, ["open"]];
		case "refused":
		case "ticket_failed":
			if (isOpen) return [state, ...renewal(RENEW_AGAIN_MS)];
			if (event.on === "ticket_failed") return failed(because(state, event.code ?? event.on, event.reason), random);
			return end(
				{ ...because(state, event.code ?? "ticket_refused", event.reason ?? state.reason), cause: state.code },
				"lost",
			);
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

type OfOpen = Extract<Event, { readonly on: "pong" | "climbed" | Exclude<Timer, "retry"> }>;

/** What happens to an open link. */
function ofOpen(state: State, event: OfOpen, random: number): Next {
	switch (event.on) {
		case "pong": {
			if (event.foreign) return attempt(because(state, "new_log"));
			const grace = event.behind ? [after("grace", GRACE_MS)] : [];
			return [state, ["disarm", "silence"], after("beat", state.beat), ...grace];
		}
		case "beat":
			return check(state);
		case "silence":
			return failed(because(state, "no_heartbeat"), random);
		case "grace":
			return [state, ["catchUp"]];
		case "uptime":
			return [{ ...state, failures: 0, refusals: 0 }];
		case "renew":
			return [state, ["ask", true]];
		case "climb": {
			const climbs = state.climbs + 1;
			return [{ ...state, climbs }, ["probe"], after("climb", pause(climbs))];
		}
		case "climbed":
			// Still live: the socket goes on where the poll stood.
			return [{ ...state, via: "socket", epoch: state.epoch + 1 }, ["adopt"]];
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
	return [{ ...state, phase, epoch: state.epoch + 1 }, ["drop"], effect];
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
	const effects = [after("beat", beat), after("uptime", UPTIME_MS), ...renewal(renewIn)];
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
function dropped(before: State, { close, reason, fault }: Extract<Event, { on: "dropped" }>, random: number): Next {
	const bare: Fault = { code: close < 4000 ? "connection_lost" : `close_${close}`, message: reason };
	const { code, message, retryAfter } = fault ?? bare;
	const state = because(before, code, message);
	switch (remedyOf(close)) {
		case "stop":
			return end(state, "lost");
		case "reauth": {
			const next = { ...state, stale: true, refusals: state.refusals + 1 };
			// The first new ticket is tried at once; after that it waits in between.
			return state.refusals ? failed(next, random) : attempt(next);
		}
		case "retry":
			return wait(state, random * SPREAD * Number(/"within":\s*(\d{1,7})/.exec(reason)?.[1] ?? WITHIN_MS), "held");
		case "backoff":
			return failed(reroute(state, close), random, retryAfter);
	}
}

/** Chooses the transport after a failure. */
function reroute(state: State, close: number): State {
	if (state.mode !== "auto" || close >= 4000 || state.phase !== "opening") return state;
	// Polling fails as well: it was not the socket's fault. The next one is a socket, and after that a poll again.
	if (state.via === "poll") return { ...state, via: "socket", barred: BLOCKED_AFTER - 1 };
	const barred = state.barred + 1;
	return { ...state, barred, via: barred < BLOCKED_AFTER ? "socket" : "poll" };
}
