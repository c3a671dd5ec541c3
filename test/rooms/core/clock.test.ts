import { describe, expect, test, vi } from "vitest";
import { isDue } from "../../../src/rooms/core/backoff.ts";
import { isWithin } from "../../../src/rooms/core/lately.ts";
import { SteadyTimers } from "../../../src/rooms/core/steady-timers.ts";
import { FAULTS } from "../../../src/protocol/faults.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { SWEEP_MS } from "../../../src/rooms/core/sweep.ts";
import { ManualHost, turn } from "../../support/host.ts";
import { member, range, TestRoom } from "../../support/room.ts";

const HOUR = 3_600_000;

function setBack(host: ManualHost, ms = HOUR): void {
	host.setClock(host.now() - ms);
}

describe("timers", () => {
	test("[CLOCK1] keep what is left of them where the clock is set back, once it is read", () => {
		const host = new ManualHost();
		const timers = new SteadyTimers(host);
		const rang: string[] = [];
		timers.after(100, () => rang.push("a"));
		timers.after(500, () => rang.push("b"));
		host.advance(50);
		timers.now();
		setBack(host);
		timers.now();
		host.advance(50);
		expect(rang).toEqual(["a"]);
		host.advance(400);
		expect(rang).toEqual(["a", "b"]);
		expect(host.timers).toBe(0);
	});

	test("[CLOCK1] see it by the first that rings: the runtime holds up those behind it", () => {
		const host = new ManualHost();
		const armed: (() => void)[] = [];
		// The first rings by the machine's own time, whatever the clock says.
		const below = {
			now: () => host.now(),
			after: (ms: number, run: () => void) => {
				armed.push(run);
				return host.after(ms, run);
			},
		};
		const timers = new SteadyTimers(below);
		const seen = vi.fn<() => void>();
		timers.onSetBack(seen);
		const later = vi.fn<() => void>();
		timers.after(HOUR + 200, later);
		timers.after(100, () => undefined);
		setBack(host);
		armed[1]?.();
		host.advance(0);
		expect(seen).toHaveBeenCalledTimes(1);
		host.advance(HOUR + 200);
		expect(later).toHaveBeenCalledTimes(1);
	});

	test("[CLOCK1] that were called off stay so, and a correction of less than a second changes nothing", () => {
		const host = new ManualHost();
		const timers = new SteadyTimers(host);
		const [called, seen] = [vi.fn<() => void>(), vi.fn<() => void>()];
		timers.onSetBack(seen);
		timers.after(100, called)();
		setBack(host, 999);
		timers.now();
		host.advance(HOUR);
		expect([called.mock.calls.length, seen.mock.calls.length]).toEqual([0, 0]);
	});
});

describe("a room that is awake when the clock is set back", () => {
	test("[CLOCK1] hands over what waits for a flush, and all that comes after it", async () => {
		const room = new TestRoom();
		const readers = range(1, 100).map(() => room.join());
		await room.notify("at once");
		await room.notify("waits for the window");
		setBack(room.host);
		for (const count of range(1, 5)) {
			await room.notify(`after ${count}`);
			room.host.advance(50);
		}
		for (const reader of readers) expect(reader.seqs).toEqual(range(1, 7));
		expect(room.host.announced.at(-1)).toBe("e:7");
	});

	test("[CLOCK1] tells at once who left, and answers polls in their time", async () => {
		const room = new TestRoom({ presence: "members", presenceGraceMs: 8_000 });
		const [ada, bob] = [room.join({ caller: member("ada") }), room.join({ caller: member("bob") })];
		room.host.advance(1_000);
		bob.leave();
		const { cursor } = await room.poll();
		const poll = room.poll({ since: cursor, waitMs: 25_000 });
		await turn();
		setBack(room.host);
		await room.notify("seen");
		room.host.advance(26_000);
		await expect(poll).resolves.toMatchObject({ frames: [{ type: "event" }] });
		expect(ada.of("presence").at(-1)).toMatchObject({ left: ["bob"] });
	});

	test("[CLOCK2] has its alarm and its sweep by the new clock, and finds silent sockets", async () => {
		const room = new TestRoom();
		const dead = room.join();
		dead.sink.heartbeat = room.host.now();
		room.host.advance(1_000);
		room.host.wake = undefined;
		setBack(room.host);
		await room.notify("seen");
		room.host.advance(10);
		expect(room.host.wake).toBeLessThanOrEqual(room.host.now() + SWEEP_MS);
		room.host.advance(SWEEP_MS);
		room.room.alarm();
		expect(dead.sink.closed?.code).toBe(FAULTS.silent.close);
	});

	test("[CLOCK2] sends webhooks that were put off by the clock that was", async () => {
		const room = new TestRoom({ webhooks: ["message.published"] });
		room.origin.configured = true;
		room.wake();
		room.origin.always = { kind: "unreachable" };
		await room.notify("a");
		await turn();
		room.origin.always = { kind: "answered", status: 204, body: "" };
		setBack(room.host);
		await room.notify("b");
		room.host.advance(10);
		await turn();
		expect(room.rest.outbox.first()).toBeUndefined();
	});
});

describe("due times", () => {
	test("[CLOCK2] that lie further ahead than they can have been set are due, also after a restart", async () => {
		const room = new TestRoom({ webhooks: ["message.published"] });
		room.origin.configured = true;
		room.wake();
		room.origin.always = { kind: "unreachable" };
		await room.notify("a");
		await turn();
		room.origin.always = { kind: "answered", status: 204, body: "" };
		setBack(room.host);
		room.host.wake = undefined;
		room.wake();
		room.host.advance(10);
		expect(room.host.wake).toBeLessThanOrEqual(room.host.now());
		room.room.alarm();
		await turn();
		expect(room.rest.outbox.first()).toBeUndefined();
	});

	test.each([
		[{ nextAt: 100, tries: 0 }, 100, true],
		[{ nextAt: 101, tries: 0 }, 100, true],
		[{ nextAt: 5_000, tries: 1 }, 0, false],
		[{ nextAt: 6_001, tries: 1 }, 0, true],
		[{ nextAt: 4 * HOUR, tries: 20 }, 0, false],
	])("[CLOCK2] %o is due at %i: %s", (entry, now, due) => {
		expect(isDue(entry, now)).toBe(due);
	});

	test("[CLOCK1] a time that is yet to come is not of late", () => {
		expect([isWithin(90, 20, 100), isWithin(80, 20, 100), isWithin(101, 20, 100)]).toEqual([true, false, false]);
	});
});

describe("a clock that jumps ahead", () => {
	test("[CLOCK5] closes nobody as silent before it was looked at again", () => {
		const room = new TestRoom();
		const [living, dead] = [room.join(), room.join()];
		for (const { sink } of [living, dead]) sink.heartbeat = room.host.now();
		room.host.setClock(room.host.now() + HOUR);
		room.room.alarm();
		expect([living.sink.closed, dead.sink.closed]).toEqual([undefined, undefined]);
		room.host.advance(SWEEP_MS);
		living.sink.heartbeat = room.host.now() - LIMITS.heartbeatMs;
		room.room.alarm();
		expect(living.sink.closed).toBeUndefined();
		expect(dead.sink.closed?.code).toBe(FAULTS.silent.close);
	});
});
