import { describe, expect, test } from "vitest";
import { planResume, seqOf } from "../../../src/rooms/core/resume.ts";
import { faultCodeOf } from "../../support/faults.ts";
import { accounted, guest, member, range, TestRoom } from "../../support/room.ts";

describe("the plan", () => {
	const log = { epoch: "e", head: 10, floor: 4 };
	test.each([
		["[RESUME1] no cursor", undefined, { resumed: "fresh", from: 10 }],
		["[RESUME2] the head", { epoch: "e", seq: 10 }, { resumed: "complete", from: 10 }],
		["[RESUME2] a place in the log", { epoch: "e", seq: 7 }, { resumed: "complete", from: 7 }],
		["[RESUME2] the edge of what is left", { epoch: "e", seq: 4 }, { resumed: "complete", from: 4 }],
		["[RESUME3] one before it", { epoch: "e", seq: 3 }, { resumed: "partial", from: 4, gap: { after: 3, before: 5 } }],
		["[RESUME3] the beginning", { epoch: "e", seq: 0 }, { resumed: "partial", from: 4, gap: { after: 0, before: 5 } }],
		["[RESUME4] a number ahead of the head", { epoch: "e", seq: 11 }, { resumed: "fresh", from: 10 }],
		["[RESUME4] another epoch", { epoch: "f", seq: 7 }, { resumed: "fresh", from: 10 }],
	])("%s", (_, since, plan) => {
		expect(planResume(since, log)).toEqual(plan);
	});

	test("[RESUME7][LOG12] a position must stand in this log", () => {
		expect(seqOf(10, log)).toBe(10);
		expect(seqOf({ epoch: "e", seq: 2 }, log)).toBe(2);
		expect(faultCodeOf(() => seqOf(11, log))).toBe("unknown_cursor");
		expect(faultCodeOf(() => seqOf({ epoch: "f", seq: 2 }, log))).toBe("unknown_cursor");
	});
});

describe("joining", () => {
	test("[FRAME1][RESUME1] starts with a welcome at the head, and nothing of before follows", async () => {
		const room = new TestRoom();
		await room.fill(3);
		const reader = room.join();
		expect(reader.frames).toMatchObject([{ type: "welcome", cursor: "e:3", resumed: "fresh" }]);
		room.host.advance(1_000);
		await room.notify("next");
		expect(reader.seqs).toEqual([4]);
	});

	test("[FRAME1][RESUME2] since a cursor: the welcome, then everything after it", async () => {
		const room = new TestRoom();
		await room.fill(5);
		const reader = room.join({ since: "e:2" });
		expect(reader.frames[0]).toMatchObject({ type: "welcome", cursor: "e:5", resumed: "complete" });
		expect(reader.frames[0]).not.toHaveProperty("gap");
		expect(accounted(reader.frames)).toEqual([3, 4, 5]);
	});

	test("[RESUME2] since the head: the welcome alone", async () => {
		const room = new TestRoom();
		await room.fill(5);
		expect(room.join({ since: "e:5" }).frames).toMatchObject([{ resumed: "complete" }]);
	});

	test("[RESUME3] since before the floor: the gap is named and what is left follows", async () => {
		const room = new TestRoom({ history: { messages: 3, days: 1 } });
		await room.fill(8);
		const reader = room.join({ since: "e:2" });
		expect(reader.frames[0]).toMatchObject({ resumed: "partial", gap: { after: 2, before: 6 }, cursor: "e:8" });
		expect(accounted(reader.frames)).toEqual([6, 7, 8]);
	});

	test.each(["other:2", "e:6"])("[RESUME4] since %s: fresh, at the head", async (since) => {
		const room = new TestRoom();
		await room.fill(5);
		const reader = room.join({ since });
		expect(reader.frames).toMatchObject([{ type: "welcome", resumed: "fresh", cursor: "e:5" }]);
	});

	test("[RULE7][TICKET8] the welcome says who one is and what one may do", () => {
		const room = new TestRoom({
			publish: "members",
			signal: "anyone",
			call: "members",
			readHistory: false,
			messageBytes: 77,
		});
		expect(room.join({ caller: member("ada", { name: "Ada", info: { secret: 1 } }) }).frames).toMatchObject([
			{
				you: { id: "ada", name: "Ada", role: "member" },
				may: { publish: true, signal: true, call: true, history: false },
			},
		]);
		const [welcome] = room.join({ caller: guest }).frames;
		expect(welcome).toMatchObject({ may: { publish: false, signal: true, call: false, history: false } });
		expect(welcome).toMatchObject({ limits: { messageBytes: 77 } });
		expect(welcome).not.toHaveProperty("you");
	});
});

describe("replay", () => {
	test.each([2, "e:2"])("[RESUME6] after %j sends everything after it again", async (after) => {
		const room = new TestRoom();
		const reader = room.join();
		await room.fill(5);
		room.host.advance(1_000);
		reader.clear();
		await reader.send({ type: "replay", after });
		expect(accounted(reader.frames)).toEqual([3, 4, 5]);
	});

	test("[RESUME6][RESUME9] what retention took is a skip that says lost", async () => {
		const room = new TestRoom({ history: { messages: 2, days: 1 } });
		const reader = room.join();
		await room.fill(6);
		room.host.advance(1_000);
		reader.clear();
		await reader.send({ type: "replay", after: 1 });
		expect(reader.frames[0]).toEqual({ type: "skip", seq: 2, to: 4, lost: true });
		expect(accounted(reader.frames)).toEqual([-2, -3, -4, 5, 6]);
	});

	test.each([
		["f:1", "unknown_cursor"],
		["e:9", "unknown_cursor"],
		[9, "unknown_cursor"],
		["nonsense", "bad_cursor"],
	])("[RESUME7] after %j is %s, and the reader stays where it was", async (after, code) => {
		const room = new TestRoom();
		const reader = room.join();
		await room.fill(5);
		room.host.advance(1_000);
		reader.clear();
		await reader.send({ type: "replay", after, ref: "r" });
		expect(reader.frames).toMatchObject([{ type: "fault", code, ref: "r" }]);
		await room.notify("next");
		expect(reader.seqs).toEqual([6]);
	});

	test("[RESUME8] events published during a replay follow it, once and in order", async () => {
		const room = new TestRoom();
		await room.fill(20, { data: "x".repeat(30_000) });
		const reader = room.join({ pings: true });
		reader.sink.waiting = 1e9;
		await reader.send({ type: "replay", after: 0 });
		await room.notify("during");
		reader.sink.waiting = 0;
		await room.notify("after");
		room.host.advance(1_000);
		await room.notify("live again");
		room.host.advance(1_000);
		expect(accounted(reader.frames)).toEqual(range(1, 23));
	});

	test("[RESUME8] a replay while a flush is due gives nothing twice", async () => {
		const room = new TestRoom();
		const readers = Array.from({ length: 50 }, () => room.join());
		await room.notify("at once");
		await room.notify("due");
		const [reader] = readers;
		await reader?.send({ type: "replay", after: 1 });
		room.host.advance(1_000);
		expect(accounted(reader?.frames ?? [])).toEqual([1, 2]);
	});
});
