import { describe, expect, test } from "vitest";
import { FAULTS } from "../../../src/protocol/faults.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { SWEEP_MS } from "../../../src/rooms/core/sweep.ts";
import { member, origin, type TestReader, TestRoom } from "../../support/room.ts";

/** Lets the sweeps come that fall into a time, each when the room asked for it; answers how often the room woke. */
function sleepFor(room: TestRoom, ms: number): number {
	const end = room.host.now() + ms;
	let wakes = 0;
	for (; room.host.wake !== undefined && room.host.wake <= end; wakes++) {
		const at = room.host.wake;
		room.host.wake = undefined;
		room.host.advance(at - room.host.now());
		room.room.alarm();
	}
	room.host.advance(end - room.host.now());
	return wakes;
}

/** The same for a room that falls asleep after each sweep and is woken by the next; answers the page that is left of each. */
function sleepThrough(room: TestRoom, pages: readonly TestReader[], ms: number): TestReader[] {
	const end = room.host.now() + ms;
	let awake = [...pages];
	while (room.host.wake !== undefined && room.host.wake <= end) {
		const at = room.host.wake;
		room.host.wake = undefined;
		room.host.advance(at - room.host.now());
		awake = room.wake(awake.filter(({ sink }) => sink.closed === undefined));
		room.room.alarm();
	}
	room.host.advance(end - room.host.now());
	return awake;
}

function beat(page: TestReader | undefined, at: number): void {
	if (page !== undefined) page.sink.heartbeat = at;
}

describe("silent sockets", () => {
	test("[PRES7] are closed by the next sweep, others are told, and their member leaves", () => {
		const room = new TestRoom({ presence: "members" });
		const [ada, watcher] = [room.join({ caller: member("ada") }), room.join()];
		beat(ada, room.host.now() + 25_000);
		sleepFor(room, SWEEP_MS + 10_000);
		expect(ada.of("fault")).toMatchObject([{ code: "silent" }]);
		expect(ada.sink.closed).toEqual({ code: FAULTS.silent.close, reason: "silent" });
		expect(watcher.of("presence").at(-1)).toMatchObject({ left: ["ada"], count: 1 });
	});

	test("[PRES7] that never sent a heartbeat are not judged by one", () => {
		const room = new TestRoom({ presence: "members" });
		const [ada] = [room.join({ caller: member("ada") }), room.join()];
		sleepFor(room, 20 * SWEEP_MS);
		expect(ada.sink.closed).toBeUndefined();
		expect(ada.of("fault")).toEqual([]);
	});

	test("[PRES7] are those that were heard of neither by heartbeat nor by frame, for longer than the limit", async () => {
		const room = new TestRoom();
		const [dead, beating, speaking] = [1, 2, 3].map(() => room.join());
		for (const page of [dead, beating, speaking]) beat(page, room.host.now());
		room.host.advance(LIMITS.silentMs);
		beat(beating, room.host.now());
		await speaking?.send({ type: "receipt", seq: 1 });
		room.room.alarm();
		expect(dead?.sink.closed, "at the limit, not over it").toBeUndefined();
		room.host.advance(1);
		room.room.alarm();
		expect([dead, beating, speaking].map((page) => page?.sink.closed?.code)).toEqual([
			FAULTS.silent.close,
			undefined,
			undefined,
		]);
		await expect(room.notify("a")).resolves.toMatchObject([{ recipients: 2 }]);
	});

	test("[PRES7] are found by a room that each sweep wakes, and those that beat stay", () => {
		const room = new TestRoom({ presence: "members" });
		const [dead, living, mute] = [room.join({ caller: member("ada") }), room.join(), room.join()];
		beat(dead, room.host.now());
		let pages: TestReader[] = [dead, living, mute];
		for (let n = 0; n < 4; n++) {
			beat(living, room.host.now() + SWEEP_MS - LIMITS.heartbeatMs);
			pages = sleepThrough(room, pages, SWEEP_MS);
		}
		expect(dead.sink.closed?.code).toBe(FAULTS.silent.close);
		expect([living.sink.closed, mute.sink.closed], "beating, and never having beaten").toEqual([undefined, undefined]);
		room.host.advance(5_000);
		expect(room.room.presence(origin)).toMatchObject({ members: [] });
	});

	test("[PRES7] are not those that sent a frame since, though the room slept after it", async () => {
		const room = new TestRoom();
		const page = room.join();
		beat(page, room.host.now());
		room.host.advance(100_000);
		const [first] = room.wake([page]);
		await first?.send({ type: "receipt", seq: 1 });
		const [second] = sleepThrough(room, first ? [first] : [], 50_000);
		expect(page.sink.closed).toBeUndefined();
		sleepThrough(room, second ? [second] : [], SWEEP_MS);
		expect(page.sink.closed?.code).toBe(FAULTS.silent.close);
	});

	test.each([
		["ahead", 3_600_000],
		["back", -3_600_000],
	])("[PRES7][CLOCK5] are found by a room that slept while the clock was set %s, a sweep later", (_, byMs) => {
		const room = new TestRoom();
		const [dead, living] = [room.join(), room.join()];
		for (const page of [dead, living]) beat(page, room.host.now());
		room.host.setClock(room.host.now() + byMs);
		let pages = room.wake([dead, living]);
		room.room.alarm();
		expect([dead.sink.closed, living.sink.closed]).toEqual([undefined, undefined]);
		beat(living, room.host.now() + SWEEP_MS - LIMITS.heartbeatMs);
		room.host.advance(SWEEP_MS);
		pages = room.wake(pages);
		room.room.alarm();
		expect(dead.sink.closed?.code).toBe(FAULTS.silent.close);
		expect(living.sink.closed).toBeUndefined();
	});

	test("[PRES7] are found after sleep too", () => {
		const room = new TestRoom();
		const page = room.join();
		beat(page, room.host.now());
		const [woken] = room.wake([page]);
		sleepFor(room, 2 * SWEEP_MS);
		expect(woken?.sink.closed?.code).toBe(FAULTS.silent.close);
	});
});

describe("an idle room", () => {
	test("[PRES11][FLUSH6] with sockets wakes once in a sweep's period, however often it slept between", () => {
		const room = new TestRoom({ presence: "members" });
		let pages = Array.from({ length: 100 }, (_, n) => room.join({ caller: member(`user-${n}`) }));
		room.host.advance(5_000);
		for (const page of pages) page.clear();
		expect(sleepFor(room, 10 * SWEEP_MS)).toBe(10);
		for (let n = 0; n < 5; n++) {
			pages = room.wake(pages);
			room.host.advance(1_000);
		}
		expect(sleepFor(room, 10 * SWEEP_MS)).toBeLessThanOrEqual(11);
		expect(pages.flatMap(({ frames }) => frames)).toEqual([]);
	});

	test("[PRES11] without sockets and without messages does not wake at all", () => {
		const room = new TestRoom({ presence: "members" });
		room.join({ caller: member("ada") }).leave();
		sleepFor(room, 2 * SWEEP_MS);
		expect(sleepFor(room, 100 * SWEEP_MS)).toBe(0);
	});
});
