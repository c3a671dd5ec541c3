import { describe, expect, test, vi } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { HistoryQuery } from "../../../src/rooms/core/history.ts";
import { faultCodeOf } from "../../support/faults.ts";
import { guest, member, origin, range, TestRoom } from "../../support/room.ts";

async function roomWith(count: number, more: ConstructorParameters<typeof TestRoom>[0] = {}): Promise<TestRoom> {
	const room = new TestRoom(more);
	await room.fill(count);
	return room;
}

function page(room: TestRoom, query: HistoryQuery, caller = guest): { seqs: number[]; more: boolean } {
	const answer = JSON.parse(room.room.history(caller, query)) as { events: { seq: number }[]; more: boolean };
	return { seqs: answer.events.map(({ seq }) => seq), more: answer.more };
}

describe("the history", () => {
	test("[LOG11] without a position is the newest, newest last, and says whether there are older ones", async () => {
		const room = await roomWith(10);
		expect(page(room, { limit: 3 })).toEqual({ seqs: [8, 9, 10], more: true });
		expect(page(room, { limit: 10 })).toEqual({ seqs: range(1, 10), more: false });
		expect(page(room, {})).toEqual({ seqs: range(1, 10), more: false });
		expect(page(new TestRoom(), {})).toEqual({ seqs: [], more: false });
	});

	test("[LOG11] before a position is what stands right before it", async () => {
		const room = await roomWith(10);
		expect(page(room, { before: 5, limit: 2 })).toEqual({ seqs: [3, 4], more: true });
		expect(page(room, { before: "e:3", limit: 2 })).toEqual({ seqs: [1, 2], more: false });
		expect(page(room, { before: 1 })).toEqual({ seqs: [], more: false });
		expect(page(room, { before: 0 })).toEqual({ seqs: [], more: false });
	});

	test("[LOG11] after a position is what stands right after it", async () => {
		const room = await roomWith(10);
		expect(page(room, { after: 5, limit: 2 })).toEqual({ seqs: [6, 7], more: true });
		expect(page(room, { after: "e:8", limit: 2 })).toEqual({ seqs: [9, 10], more: false });
		expect(page(room, { after: 10 })).toEqual({ seqs: [], more: false });
		expect(page(room, { after: 0, limit: 10 })).toEqual({ seqs: range(1, 10), more: false });
	});

	test("[LOG11] between two positions holds to both", async () => {
		const room = await roomWith(10);
		expect(page(room, { after: 2, before: 6 })).toEqual({ seqs: [3, 4, 5], more: false });
		expect(page(room, { after: 2, before: 6, limit: 2 })).toEqual({ seqs: [4, 5], more: true });
		expect(page(room, { after: 6, before: 2 })).toEqual({ seqs: [], more: false });
	});

	test("[LOG11] goes through the whole log page by page, both ways", async () => {
		const room = await roomWith(157);
		const back: number[] = [];
		for (let before: number | undefined, more = true; more;) {
			const { seqs, more: further } = page(room, before === undefined ? { limit: 10 } : { before, limit: 10 });
			back.unshift(...seqs);
			before = seqs[0];
			more = further;
		}
		const forth: number[] = [];
		for (let after = 0, more = true; more;) {
			const { seqs, more: further } = page(room, { after, limit: 10 });
			forth.push(...seqs);
			after = seqs.at(-1) ?? 0;
			more = further;
		}
		expect(back).toEqual(range(1, 157));
		expect(forth).toEqual(range(1, 157));
	});

	test("[LOG11] has a page of its default size where no limit is given", async () => {
		const room = await roomWith(100);
		expect(page(room, {}).seqs).toHaveLength(LIMITS.historyPageDefault);
	});

	test("[LOG11] fills its page over rows that are hidden, also where pages are long in bytes", async () => {
		const room = new TestRoom();
		for (const round of range(1, 30)) {
			await room.fill(3, { exclude: ["ada"], data: "x".repeat(20_000) });
			await room.notify(`seen ${round}`);
		}
		const ada = member("ada");
		const visible = range(1, 30).map((round) => round * 4);
		expect(page(room, { limit: 20 }, ada)).toEqual({ seqs: visible.slice(10), more: true });
		expect(page(room, { after: 0, limit: 20 }, ada)).toEqual({ seqs: visible.slice(0, 20), more: true });
		expect(page(room, { after: 80, limit: 20 }, ada)).toEqual({ seqs: visible.slice(20), more: false });
	});

	test.each([
		["forward", "read", { after: 0, limit: LIMITS.historyPage }],
		["back", "readBack", { limit: LIMITS.historyPage }],
	] as const)("[COST4] reads no further %s than fits into an answer", async (_, way, query) => {
		const room = new TestRoom();
		await room.fill(LIMITS.historyPage * 2, { data: "x".repeat(30_000) });
		const read = vi.spyOn(room.store, way);
		const { more } = page(room, query);
		const chars = read.mock.results.flatMap(({ value }) => value as { frame: string }[]);
		expect(more).toBe(true);
		expect(chars.reduce((sum, { frame }) => sum + frame.length, 0)).toBeLessThan(2 * LIMITS.historyChars);
	});

	test("[LOG11] is the frames that went out, letter for letter", async () => {
		const room = new TestRoom();
		const reader = room.join();
		reader.clear();
		await room.notify({ name: 'é"\\', data: { b: 1, a: [null, "\u2028"] }, id: "x" });
		expect(room.room.history(guest, {})).toBe(`{"events":[${reader.sink.messages.join()}],"more":false}`);
	});

	test.each([
		[{ before: "f:1" }, "unknown_cursor"],
		[{ after: "e:11" }, "unknown_cursor"],
		[{ after: 11 }, "unknown_cursor"],
		[{ before: "nonsense" }, "bad_cursor"],
	] as [HistoryQuery, string][])("[LOG12] %j is %s", async (query, code) => {
		const room = await roomWith(10);
		expect(faultCodeOf(() => page(room, query))).toBe(code);
	});

	test("[RULE5] is kept from pages where the area says so, and not from an origin", async () => {
		const room = await roomWith(2, { readHistory: false });
		for (const caller of [guest, member("ada")]) expect(faultCodeOf(() => page(room, {}, caller))).toBe("forbidden");
		expect(page(room, {}, origin).seqs).toEqual([1, 2]);
	});

	test("[LOG7] shows nothing that retention has taken", async () => {
		const room = await roomWith(10, { history: { messages: 4, days: 1 } });
		expect(page(room, { limit: 2 })).toEqual({ seqs: [9, 10], more: true });
		expect(page(room, { limit: 4 })).toEqual({ seqs: [7, 8, 9, 10], more: false });
		expect(page(room, { after: 0, limit: 2 })).toEqual({ seqs: [7, 8], more: true });
		expect(page(room, { before: 5 })).toEqual({ seqs: [], more: false });
	});
});
