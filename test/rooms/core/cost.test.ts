import { describe, expect, test } from "vitest";
import { FAULTS } from "../../../src/protocol/faults.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { faultCodeOf, faultOfPromise } from "../../support/faults.ts";
import { accounted, guest, member, origin, range, type TestReader, TestRoom } from "../../support/room.ts";

const PAGES = 40;

/** A room whose log comes to so many pages, one event each. */
async function longRoom(rules: ConstructorParameters<typeof TestRoom>[0] = {}): Promise<TestRoom> {
	const room = new TestRoom({ messageBytes: LIMITS.messageBytesCeiling, ...rules });
	await room.fill(PAGES, { data: "x".repeat(LIMITS.pageBytes) });
	return room;
}

describe("a socket that reads nothing", () => {
	test("[COST1] is handed a few pages, and the next few once it has sent a heartbeat", async () => {
		const room = await longRoom();
		const reader = room.join({ since: "e:0" });
		room.host.advance(10_000);
		expect(reader.seqs).toEqual(range(1, LIMITS.pagesPerHeartbeat));
		reader.ping();
		room.host.advance(10_000);
		expect(reader.seqs).toEqual(range(1, 2 * LIMITS.pagesPerHeartbeat));
	});

	test("[COST1] is closed with slow_reader where none comes for long, and resumes where it stands", async () => {
		const room = await longRoom();
		const reader = room.join({ since: "e:0" });
		room.host.advance(LIMITS.silentMs - 1_000);
		expect(reader.sink.closed).toBeUndefined();
		room.host.advance(2_000);
		expect(reader.sink.closed).toEqual({ code: FAULTS.slow_reader.close, reason: "slow_reader" });
		expect(room.host.timers).toBe(0);
		const again = room.join({ since: `e:${LIMITS.pagesPerHeartbeat}` });
		expect(again.seqs).toEqual(range(LIMITS.pagesPerHeartbeat + 1, 2 * LIMITS.pagesPerHeartbeat));
	});

	test("[COST1] but sends a heartbeat every 25 seconds gets everything in the end", async () => {
		const room = await longRoom();
		const reader = room.join({ since: "e:0" });
		for (let beats = 0; beats < PAGES / LIMITS.pagesPerHeartbeat; beats++) {
			reader.ping();
			room.host.advance(LIMITS.heartbeatMs);
		}
		expect(accounted(reader.frames)).toEqual(range(1, PAGES));
	});

	test("[COST1] and reads, sending a heartbeat after each page, gets everything at once", async () => {
		const room = await longRoom();
		const reader = room.join({ since: "e:0", pings: true });
		room.host.advance(100);
		expect(accounted(reader.frames)).toEqual(range(1, PAGES));
		await room.notify("live");
		expect(reader.seqs.at(-1)).toBe(PAGES + 1);
	});

	test("[COST1] gets no more pages by a clock that is set back", async () => {
		const room = await longRoom();
		const reader = room.join({ since: "e:0" });
		reader.sink.heartbeat = room.host.now();
		room.host.advance(1_000);
		const had = reader.seqs.length;
		room.host.setClock(room.host.now() - 3_600_000);
		await reader.send({ type: "replay", after: had });
		expect(reader.seqs).toHaveLength(had);
		reader.sink.heartbeat = room.host.now();
		await reader.send({ type: "replay", after: had });
		expect(reader.seqs).toHaveLength(had + LIMITS.pagesPerHeartbeat);
	});

	test("[COST2] gets nothing more for replays that it asks for while one is under way", async () => {
		const room = await longRoom();
		const reader = room.join();
		for (let asked = 0; asked < 300; asked++) await reader.send({ type: "replay", after: 0 });
		room.host.advance(10_000);
		expect(reader.seqs).toEqual(range(1, LIMITS.pagesPerHeartbeat));
	});
});

describe("a replay that is asked for during another", () => {
	test("[COST2] takes its place: everything after the place that it names comes", async () => {
		const room = await longRoom();
		const reader = room.join({ since: "e:20" });
		await reader.send({ type: "replay", after: 10 });
		reader.clear();
		for (const _ of range(1, 10)) {
			reader.ping();
			room.host.advance(100);
		}
		expect(accounted(reader.frames)).toEqual(range(11, PAGES));
	});
});

const TIGHT = { perSecond: LIMITS.pageBytes, burst: 3 * LIMITS.pageBytes };
const AMPLE = { perSecond: 1e9, burst: 1e9 };

/** Lets seconds pass one by one; answers how many events have come after each. */
function arrivals(room: TestRoom, reader: TestReader, seconds: number): number[] {
	return range(1, seconds).map(() => {
		room.host.advance(1_000);
		return reader.seqs.length;
	});
}

describe("what is sent again", () => {
	test("[COST3] to one socket comes as fast as the area allows, and all of it", async () => {
		const room = await longRoom({ rates: { replay: TIGHT, replayUser: AMPLE } });
		const reader = room.join({ since: "e:0", pings: true });
		expect(reader.seqs.length).toBeLessThanOrEqual(3);
		const [first = 0, second = 0] = arrivals(room, reader, 2);
		expect(second - first).toBe(1);
		room.host.advance(PAGES * 1_100);
		expect(accounted(reader.frames)).toEqual(range(1, PAGES));
		expect(reader.sink.closed).toBeUndefined();
	});

	test("[COST3] to one user is counted over all their sockets, and others do not wait for it", async () => {
		const room = await longRoom({ rates: { replay: AMPLE, replayUser: TIGHT } });
		const tabs = range(1, 3).map(() => room.join({ caller: member("mallory"), since: "e:0", pings: true }));
		room.host.advance(2_000);
		const count = tabs.reduce((sum, { seqs }) => sum + seqs.length, 0);
		expect(count).toBeLessThanOrEqual(3 + 2 + 1);
		const ada = room.join({ caller: member("ada"), since: `e:${PAGES - 2}`, pings: true });
		expect(ada.seqs).toEqual([PAGES - 1, PAGES]);
	});

	test("[COST3] to guests is counted together", async () => {
		const room = await longRoom({ rates: { replayUser: TIGHT } });
		for (const _ of range(1, 3)) room.join({ since: "e:0" });
		expect(room.join({ since: "e:0" }).seqs).toEqual([]);
	});

	test("[COST3] by polls makes them wait as long as they may, and refuses them otherwise", async () => {
		const room = await longRoom({ rates: { replayUser: TIGHT } });
		const ada = member("ada");
		for (const seq of [0, 1, 2]) expect((await room.poll({ caller: ada, since: `e:${seq}` })).frames).toHaveLength(1);
		const fault = await faultOfPromise(room.poll({ caller: ada, since: "e:3" }));
		expect(fault).toMatchObject({ code: "rate_limited" });
		expect(fault?.retryAfter).toBeGreaterThan(0);
		const waiting = room.poll({ caller: ada, since: "e:3", waitMs: 25_000 });
		room.host.advance(2_000);
		expect((await waiting).cursor).toBe("e:4");
		expect((await room.poll({ caller: ada, since: `e:${PAGES}` })).frames).toEqual([]);
	});

	test("[COST3] by the history is counted with it, but not an origin's", async () => {
		const room = await longRoom({ rates: { replayUser: TIGHT } });
		const ada = member("ada");
		room.room.history(ada, { limit: 4 });
		expect(faultCodeOf(() => room.room.history(ada, { limit: 1 }))).toBe("rate_limited");
		for (const _ of range(1, 5)) room.room.history(origin, { limit: 4 });
		room.room.history(guest, { limit: 1 });
	});
});

describe("answers that are long", () => {
	const size = LIMITS.historyChars / 4;

	test("[COST4] a page of the history ends where it is large enough, and says that there is more", async () => {
		const room = new TestRoom({ messageBytes: 2 * size });
		await room.fill(8, { data: "x".repeat(size) });
		const seqs = (query: object) => {
			const { events, more } = JSON.parse(room.room.history(origin, query)) as {
				events: { seq: number }[];
				more: boolean;
			};
			return [events.map(({ seq }) => seq), more];
		};
		expect(seqs({ limit: 200 })).toEqual([[6, 7, 8], true]);
		expect(seqs({ limit: 2 })).toEqual([[7, 8], true]);
		expect(seqs({ before: 6 })).toEqual([[3, 4, 5], true]);
		expect(seqs({ after: 0 })).toEqual([[1, 2, 3], true]);
		expect(seqs({ after: 5 })).toEqual([[6, 7, 8], false]);
	});

	test("[COST4] has at least one event, however large", async () => {
		const room = new TestRoom({ messageBytes: 2 * LIMITS.historyChars });
		await room.fill(2, { data: "x".repeat(1.5 * LIMITS.historyChars) });
		for (const query of [{}, { after: 0 }])
			expect(JSON.parse(room.room.history(origin, query))).toMatchObject({ events: [{}], more: true });
	});

	test("[COST5] a conflict tells of the first events only, in number and in size", async () => {
		const room = new TestRoom({ publish: "anyone" });
		const newer = async (expectHead: number): Promise<unknown> => {
			const [result] = await room.notify({ name: "late", expectHead });
			return result !== undefined && "fault" in result ? result.fault.newer : undefined;
		};
		await room.fill(200);
		expect(await newer(0)).toHaveLength(LIMITS.conflictEvents);
		await room.fill(100, { data: "x".repeat(4_000) });
		expect(JSON.stringify(await newer(200)).length).toBeLessThan(LIMITS.conflictChars);
		expect(await newer(200)).toMatchObject([{ seq: 201 }, { seq: 202 }, { seq: 203 }, { seq: 204 }]);
		await room.fill(1, { data: "x".repeat(LIMITS.conflictChars) });
		expect(await newer(300)).toEqual([]);
	});
});
