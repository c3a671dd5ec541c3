import { describe, expect, it } from "vitest";
import type { Event, State } from "../../src/client/core/state.ts";
import { nameOf } from "../../src/client/core/state.ts";
import { initialState, step } from "../../src/client/core/step.ts";
import { BLOCKED_AFTER, SPREAD, UPTIME_MS, WITHIN_MS } from "../../src/client/core/timing.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { HEARTBEAT_TIMEOUT_MS } from "../../src/protocol/limits.ts";

const base: State = { ...initialState("auto"), epoch: 7, phase: "idle" };

const PHASES = [
	"idle",
	"asking",
	"opening",
	"catching",
	"live",
	"waiting",
	"held",
	"paused",
	"lost",
	"closed",
] as const;
const STATES: readonly State[] = PHASES.map((phase) => ({ ...base, phase }));

const TIMERS = ["retry", "beat", "silence", "grace", "uptime", "renew", "climb"] as const;

function answers(epoch: number): Event[] {
	return [
		...(["ticket", "caught_up", "climbed", "refused", "ticket_failed", ...TIMERS] as const).map((on) => ({
			on,
			epoch,
		})),
		{ on: "welcome", epoch, behind: false, beat: 1_000 },
		{ on: "welcome", epoch, behind: true, beat: 1_000, renewIn: 5 },
		{ on: "ticket", epoch, renewIn: 5 },
		{ on: "pong", epoch, behind: true, foreign: false },
		{ on: "pong", epoch, behind: false, foreign: true },
		...[1006, ...Object.values(CLOSE_CODES)].map((close): Event => ({ on: "dropped", epoch, close, reason: "" })),
	];
}

const EVENTS: readonly Event[] = [
	{ on: "start" },
	{ on: "close" },
	{ on: "user_changed" },
	...(["online", "wake", "offline", "frozen"] as const).map((on): Event => ({ on })),
	...answers(7),
];

function drop(state: Partial<State>, close: number, more: { reason?: string; retryAfter?: number } = {}) {
	const { reason = "", retryAfter } = more;
	const fault = retryAfter === undefined ? undefined : ({ code: "overloaded", message: "", retryAfter } as const);
	return step(
		{ ...base, phase: "live", known: true, ...state },
		{ on: "dropped", epoch: 7, close, reason, fault },
		0.5,
	);
}

describe("step", () => {
	it("[CLIENT1] knows what to do in every state with every event", () => {
		let count = 0;
		for (const state of STATES) {
			for (const event of EVENTS) {
				const before = structuredClone(state);
				const [next, ...effects] = step(state, event, 0.5);
				expect(state).toEqual(before);
				expect(["connecting", "recovering", "live", "lost", "closed"]).toContain(nameOf(next));
				const leaves = next.epoch !== state.epoch && effects.every(([name]) => name !== "adopt");
				// A new epoch always leaves the old link behind, and only then.
				expect(effects.some(([name]) => name === "drop")).toBe(leaves);
				for (const [, , ms] of effects) expect(ms === undefined || ms >= 0).toBe(true);
				count++;
			}
		}
		expect(count).toBe(STATES.length * EVENTS.length);
		expect(count).toBeGreaterThan(500);
	});

	it("[CLIENT17] ignores every answer of another epoch, in every state", () => {
		for (const state of STATES)
			for (const event of [...answers(6), ...answers(8)]) expect(step(state, event, 0.5)).toEqual([state]);
	});

	it("[CLIENT1] leaves closed for nothing, and lost only for closed", () => {
		for (const event of EVENTS) {
			const closed: State = { ...base, phase: "closed" };
			expect(step(closed, event, 0.5)).toEqual([closed]);
			const [after] = step({ ...base, phase: "lost" }, event, 0.5);
			expect(after.phase).toBe(event.on === "close" ? "closed" : "lost");
		}
	});

	it("[WHO1] is lost for good in every state once the user has changed", () => {
		for (const state of STATES.filter(({ phase }) => phase !== "closed" && phase !== "lost")) {
			const [next, ...effects] = step(state, { on: "user_changed" }, 0.5);
			expect(next).toMatchObject({ phase: "lost", code: "user_changed" });
			expect(effects).toEqual([["drop"], ["end"]]);
		}
	});

	it("[CLIENT2] is live only by a welcome on an open link, or by catching up after one", () => {
		for (const state of STATES) {
			for (const event of EVENTS) {
				const [next] = step(state, event, 0.5);
				if (state.phase === "live" || next.phase !== "live") continue;
				const isWelcome = event.on === "welcome" && !event.behind;
				expect([state.phase, isWelcome || event.on === "caught_up"]).toEqual([state.phase, true]);
				expect(["opening", "catching"]).toContain(state.phase);
			}
		}
	});

	it("[CLIENT4] stops for good at every 40xx", () => {
		for (const close of Object.values(CLOSE_CODES).filter((number) => number < 4100)) {
			const [next, ...effects] = drop({}, close);
			expect(next).toMatchObject({ phase: "lost", code: `close_${close}` });
			expect(effects).toEqual([["drop"], ["end"]]);
		}
	});

	it("[CLIENT4] asks for a new ticket at every 41xx: at once the first time, then with pauses", () => {
		for (const close of Object.values(CLOSE_CODES).filter((number) => number >= 4100 && number < 4200)) {
			expect(drop({ refusals: 0 }, close)).toMatchObject([{ phase: "asking" }, ["drop"], ["ask", true]]);
			const [waiting, , [, timer, ms]] = drop({ refusals: 1, failures: 2 }, close) as [
				State,
				unknown,
				[string, string, number],
			];
			expect([waiting.phase, waiting.stale, timer, ms]).toEqual(["waiting", true, "retry", 0.5 * 500 * 2 ** 3]);
		}
	});

	it("[CLIENT4][FAULT5] waits at every 42xx, and never less than the room asked for", () => {
		for (const close of Object.values(CLOSE_CODES).filter((number) => number >= 4200 && number < 4300)) {
			expect(drop({}, close)).toMatchObject([{ phase: "waiting" }, ["drop"], ["arm", "retry", 500]]);
			expect(drop({}, close, { retryAfter: 9_000 })).toMatchObject([
				{ phase: "held" },
				["drop"],
				["arm", "retry", 9_500],
			]);
		}
	});

	it("[CLIENT4][FAULT4] comes back within the window of a 43xx, which no hint shortens", () => {
		const restarting = CLOSE_CODES.restarting;
		const [state, ...effects] = drop({}, restarting, { reason: '{"within":30000}' });
		expect(effects).toEqual([["drop"], ["arm", "retry", 30_000 * SPREAD * 0.5]]);
		expect(step(state, { on: "online" }, 0.5)).toEqual([state]);
		expect(drop({}, restarting).slice(1)).toEqual([["drop"], ["arm", "retry", WITHIN_MS * SPREAD * 0.5]]);
		expect(drop({}, restarting, { reason: "nonsense" }).slice(1)).toEqual([
			["drop"],
			["arm", "retry", WITHIN_MS * SPREAD * 0.5],
		]);
	});

	it("[FAULT2][FAULT3] reads the remedy of codes that it does not know from their hundreds", () => {
		expect(drop({}, 4099)[0]).toMatchObject({ phase: "lost", code: "close_4099" });
		expect(drop({}, 4199)[0].phase).toBe("asking");
		for (const close of [4299, 1000, 1001, 1006, 1011, 3000, 4900]) expect(drop({}, close)[0].phase).toBe("waiting");
		expect(drop({}, 4399)[0].phase).toBe("held");
	});

	it("[CLIENT3] forgets failures only after a connection has lasted", () => {
		const failing: State = { ...base, phase: "opening", failures: 4 };
		const [live, ...effects] = step(failing, { on: "welcome", epoch: 7, behind: false, beat: 1_000 }, 0.5);
		expect(live.failures).toBe(4);
		expect(effects).toContainEqual(["arm", "uptime", UPTIME_MS]);
		expect(step(live, { on: "uptime", epoch: 7 }, 0.5)[0].failures).toBe(0);
		expect(drop({ failures: 4 }, 1006)[0].failures).toBe(5);
	});

	it("[CLIENT9] gives sockets up after failures in a row, later once one has worked", () => {
		const opening = { phase: "opening", known: false } as const;
		expect(drop({ ...opening, barred: BLOCKED_AFTER - 2 }, 1006)[0].via).toBe("socket");
		expect(drop({ ...opening, barred: BLOCKED_AFTER - 1 }, 1006)[0].via).toBe("poll");
		// A room has spoken: sockets are not blocked.
		expect(drop({ ...opening, barred: BLOCKED_AFTER - 1 }, 4200)[0].via).toBe("socket");
		expect(drop({ ...opening, barred: BLOCKED_AFTER - 1, mode: "socket" }, 1006)[0].via).toBe("socket");
		expect(drop({ phase: "live", barred: BLOCKED_AFTER - 1 }, 1006)[0].via).toBe("socket");
		const [worked] = step({ ...base, ...opening }, { on: "welcome", epoch: 7, behind: false, beat: 1_000 }, 0.5);
		expect(worked.barred).toBeLessThan(0);
	});

	it("[HEART5] takes a socket for dead whose heartbeat is not answered", () => {
		const live: State = { ...base, phase: "live", known: true };
		expect(step(live, { on: "beat", epoch: 7 }, 0.5)).toEqual([
			live,
			["ping"],
			["arm", "silence", HEARTBEAT_TIMEOUT_MS],
		]);
		expect(step(live, { on: "silence", epoch: 7 }, 0.5)[0]).toMatchObject({
			phase: "waiting",
			code: "no_heartbeat",
		});
	});
});
