import { CLOSE_CODES, type FaultCode, remedyOf } from "../../protocol/close-codes.ts";
import { HEARTBEAT_MS, HEARTBEAT_TIMEOUT_MS } from "../../protocol/limits.ts";
import { backoff, BACKOFF_CAP_MS } from "./backoff.ts";
import type { Effect, Event, Hint, Next, State, Timer, Why } from "./state.ts";

/** How long a connection must last before earlier failures are forgotten. */
export const UPTIME_MS = 5_000;
/** How long what a pong announced may still be on its way: a pong may overtake a batch. */
export const GRACE_MS = 2_000;
/** The window of a 43xx that names none. */
export const WITHIN_MS = 5_000;
/** Sockets in a row that may fail before it polls, and how many more once a socket has worked. */
export const BLOCKED_AFTER = 2;
export const BLOCKED_CREDIT = 3;
/** The first pause before it looks for a way back to a socket; doubles up to the cap. */
export const CLIMB_MS = 30_000;
export const CLIMB_CAP_MS = 600_000;
/** How soon a ticket is asked for again that could not be had. */
export const RENEW_AGAIN_MS = 10_000;

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
		blocked: 0,
		climbs: 0,
		beat: HEARTBEAT_MS,
		code: "start",
		reason: "",
	};
}

/** What only an open connection tells. */
const OF_OPEN: readonly Event["on"][] = ["climbed", "expired", "renewed", "pong"];

/**
 * The life of a connection: what follows from what happened. Pure and total; `random` is one fresh number from 0 to 1.
 */
export function step(state: State, event: Event, random: number): Next {
	if (state.phase === "closed" || (state.phase === "lost" && event.on !== "close")) return [state];
	// The one place where an answer to an earlier attempt is ignored.
	if ("epoch" in event && event.epoch !== state.epoch) return [state];
	if (OF_OPEN.includes(event.on) && !isOpen(state)) return [state];
	switch (event.on) {
		case "start":
			return state.phase === "idle" ? attempt(state) : [state];
		case "close":
			return end(state, "closed", { code: "closed", reason: "" });
		case "hint":
			return hinted(state, event.hint);
		case "ticket":
			return state.phase === "asking" ? [{ ...state, phase: "opening", stale: false }, ["open"]] : [state];
		case "refused":
		case "ticket_failed":
			return state.phase === "asking" ? ticketless(state, event.on, random) : [state];
		case "welcome":
			return isOpen(state) || state.phase === "opening" ? welcomed(state, event) : [state];
		case "caught_up":
			return state.phase === "catching" ? live(state) : [state];
		case "climbed":
			// Still live: the socket goes on where the poll stood.
			return [{ ...state, via: "socket", epoch: state.epoch + 1 }, ["adopt"]];
		case "expired":
			return [state, ["renew"]];
		case "renewed":
			return event.ok ? [state, ["present"], ...renewal(event.renewIn)] : [state, ...renewal(RENEW_AGAIN_MS)];
		case "pong":
			return heard(state, event);
		case "dropped":
			return dropped(state, event, random);
		case "timer":
			return rang(state, event.timer, random);
	}
}

function ticketless(state: State, on: "refused" | "ticket_failed", random: number): Next {
	return on === "refused"
		? end(state, "lost", { code: "ticket_refused", reason: state.reason })
		: failed({ ...state, code: on, reason: "" }, random);
}

function heard(state: State, { behind, foreign }: Extract<Event, { on: "pong" }>): Next {
	if (foreign) return attempt({ ...state, code: "new_log", reason: "" });
	const grace: Effect[] = behind ? [after("grace", GRACE_MS)] : [];
	return [state, ["disarm", "silence"], after("beat", state.beat), ...grace];
}

function after(timer: Timer, ms: number): Effect {
	return ["arm", timer, ms];
}

function renewal(ms: number | undefined): Effect[] {
	return ms === undefined ? [] : [after("renew", ms)];
}

function attempt(state: State): Next {
	return [{ ...state, phase: "asking", epoch: state.epoch + 1 }, ["drop"], ["ask", state.stale]];
}

function wait(state: State, ms: number, firm = false): Next {
	return [{ ...state, phase: "waiting", firm, epoch: state.epoch + 1 }, ["drop"], after("retry", ms)];
}

function failed(state: State, random: number): Next {
	const failures = state.failures + 1;
	return wait({ ...state, failures }, backoff(failures, random));
}

function end(state: State, phase: "lost" | "closed", why: Why): Next {
	return [{ ...state, ...why, phase, epoch: state.epoch + 1 }, ["drop"], ["end"]];
}

function isOpen({ phase }: State): boolean {
	return phase === "live" || phase === "catching";
}

function hinted(state: State, hint: Hint): Next {
	const isWaiting = state.phase === "waiting";
	if (state.phase === "idle" || (isWaiting && state.firm)) return [state];
	if (hint === "offline" || hint === "frozen")
		return [
			{ ...state, phase: "paused", epoch: state.epoch + 1, code: hint, reason: "" },
			["drop"],
			// Some systems say offline and mean nothing by it.
			after("retry", BACKOFF_CAP_MS),
		];
	if (isWaiting || state.phase === "paused") return attempt({ ...state, failures: 0 });
	return isOpen(state) ? check(state) : [state];
}

function check(state: State): Next {
	return [state, ["ping"], after("silence", HEARTBEAT_TIMEOUT_MS)];
}

function welcomed(state: State, { behind, beat, renewIn }: Extract<Event, { on: "welcome" }>): Next {
	const isSocket = state.via === "socket";
	const next: State = { ...state, beat, ...(isSocket && { blocked: -BLOCKED_CREDIT, climbs: 0 }) };
	const effects = [after("beat", beat), after("uptime", UPTIME_MS), ...renewal(renewIn)];
	if (!isSocket && state.mode === "auto") effects.push(after("climb", pause(state.climbs)));
	if (state.phase === "live") return [next, ...effects, ["flush"]];
	return behind ? [{ ...next, phase: "catching" }, ...effects] : live(next, effects);
}

function live(state: State, effects: readonly Effect[] = []): Next {
	return [{ ...state, phase: "live", known: true, code: "welcome", reason: "" }, ...effects, ["flush"]];
}

function pause(climbs: number): number {
	return Math.min(CLIMB_CAP_MS, CLIMB_MS * 2 ** climbs);
}

function rang(state: State, timer: Timer, random: number): Next {
	if (timer === "retry") return state.phase === "waiting" || state.phase === "paused" ? attempt(state) : [state];
	if (!isOpen(state)) return [state];
	switch (timer) {
		case "beat":
			return check(state);
		case "silence":
			return failed({ ...state, code: "no_heartbeat", reason: "" }, random);
		case "grace":
			return [state, ["catchUp"]];
		case "uptime":
			return [{ ...state, failures: 0, refusals: 0 }];
		case "renew":
			return [state, ["renew"]];
		case "climb": {
			const climbs = state.climbs + 1;
			return [{ ...state, climbs }, ["probe"], after("climb", pause(climbs))];
		}
	}
}

/** The whole reconnect policy is the remedy of the close code. */
function dropped(state: State, event: Extract<Event, { on: "dropped" }>, random: number): Next {
	if (!isOpen(state) && state.phase !== "opening") return [state];
	const { close, fault } = event;
	const why: Why = { code: fault?.code ?? codeOf(close), reason: fault?.message ?? event.reason };
	const next = reroute({ ...state, ...why }, close);
	switch (remedyOf(close)) {
		case "stop":
			return end(state, "lost", why);
		case "reauth":
			return reauth(next, random);
		case "retry":
			return wait({ ...state, ...why }, random * withinOf(event.reason), true);
		case "backoff": {
			const failures = state.failures + 1;
			const least = fault?.retryAfter ?? 0;
			return wait({ ...next, failures }, least + backoff(failures, random), least > 0);
		}
	}
}

/** The first new ticket is tried at once; after that it waits in between. */
function reauth(state: State, random: number): Next {
	const next = { ...state, stale: true, refusals: state.refusals + 1 };
	return state.refusals === 0 ? attempt(next) : failed(next, random);
}

/** Chooses the transport after a failure. */
function reroute(state: State, close: number): State {
	if (state.mode !== "auto" || close >= 4000 || state.phase !== "opening") return state;
	// Polling fails as well: it was not the socket's fault. The next one is a socket, and after that a poll again.
	if (state.via === "poll") return { ...state, via: "socket", blocked: BLOCKED_AFTER - 1 };
	const blocked = state.blocked + 1;
	return { ...state, blocked, via: blocked < BLOCKED_AFTER ? "socket" : "poll" };
}

function codeOf(close: number): FaultCode | "connection_lost" {
	const codes = Object.keys(CLOSE_CODES) as FaultCode[];
	return codes.find((code) => CLOSE_CODES[code] === close) ?? "connection_lost";
}

/** The window that the reason of a 43xx names. */
function withinOf(reason: string): number {
	const [, digits] = /"within":\s*(\d{1,7})/.exec(reason) ?? [];
	return digits === undefined ? WITHIN_MS : Number(digits);
}
