import { describe, expect, test } from "vitest";
import type { LogRow, NewRow } from "../../../src/rooms/core/ports.ts";
import { MemoryLog } from "../../../src/rooms/store/memory-log.ts";
import { turn } from "../../support/host.ts";
import { member, outcomes, range, TestRoom } from "../../support/room.ts";

/** A log that counts its commits and fails where it is told to. */
class TestLog extends MemoryLog {
	readonly commits: number[] = [];
	failing: "append" | "trim" | "read" | undefined;

	override append(rows: readonly NewRow[]): void {
		if (this.failing === "append") throw new Error("the disk is full");
		this.commits.push(rows.length);
		super.append(rows);
	}

	override trim(seq: number): void {
		if (this.failing === "trim") throw new Error("the disk is full");
		super.trim(seq);
	}

	override read(...range: Parameters<MemoryLog["read"]>): LogRow[] {
		if (this.failing === "read") throw new Error("the disk is gone");
		return super.read(...range);
	}
}

function deep(levels: number): [] {
	return JSON.parse("[".repeat(levels) + "]".repeat(levels)) as [];
}

function setUp() {
	const store = new TestLog("e");
	const room = new TestRoom({ store, publish: "anyone" });
	return { store, room, reader: room.join() };
}

describe("group commit", () => {
	test("[NOTIFY7] the first is stored at once; those who come while it is made durable are stored together", async () => {
		const { store, room } = setUp();
		const disk = room.host.hold();
		const first = room.notify("first");
		const later = range(1, 5).map((index) => room.notify(`later ${index}`, "and one more"));
		expect(store.commits).toEqual([1]);
		disk.release();
		expect(outcomes(await first)).toEqual([1]);
		expect((await Promise.all(later)).map(outcomes)).toEqual([
			[2, 3],
			[4, 5],
			[6, 7],
			[8, 9],
			[10, 11],
		]);
		expect(store.commits).toEqual([1, 10]);
	});

	test("[NOTIFY7][FRAME9] nobody is answered before their message is durable", async () => {
		const { room, reader } = setUp();
		const disk = room.host.hold();
		let answered = 0;
		const notified = room.notify("a").then(() => answered++);
		const sent = reader.send({ type: "publish", ref: "r", name: "b" });
		await turn();
		expect(answered).toBe(0);
		expect(reader.of("ack")).toEqual([]);
		disk.release();
		await Promise.all([notified, sent]);
		expect(answered).toBe(1);
		expect(reader.of("ack")).toMatchObject([{ ref: "r", seq: 2 }]);
	});

	test("[NOTIFY6][LOG1] messages are numbered as they stand, and results come in their order", async () => {
		const { room } = setUp();
		const mixed = await room.notify("a", { name: "parlour.mine" }, "c", { data: "x".repeat(40_000) }, "e");
		expect(outcomes(mixed)).toEqual([1, "forbidden", 2, "too_large", 3]);
		expect(mixed[4]).toMatchObject({ seq: 3, cursor: "e:3" });
	});
});

describe("ids", () => {
	test("[LOG2] a known id is answered with the first number and time, and neither stored nor sent again", async () => {
		const { room, reader } = setUp();
		const [first] = await room.notify({ id: "x", data: 1 });
		room.host.advance(60_000);
		const [again] = await room.notify({ id: "x", data: 2 });
		expect(again).toMatchObject({ seq: 1, at: (first as { at: number }).at, cursor: "e:1" });
		expect(room.store.head).toBe(1);
		expect(reader.seqs).toEqual([1]);
	});

	test("[LOG2] two with one id in one commit are one event", async () => {
		const { room, reader } = setUp();
		expect(outcomes(await room.notify({ id: "x" }, { id: "y" }, { id: "x" }))).toEqual([1, 2, 1]);
		expect(reader.seqs).toEqual([1, 2]);
	});

	test("[LOG3] ids are remembered when retention has taken their events", async () => {
		const room = new TestRoom({ history: { messages: 1, days: 1 } });
		await room.notify({ id: "x" });
		await room.fill(300);
		expect(room.store.floor).toBeGreaterThan(1);
		expect(outcomes(await room.notify({ id: "x" }))).toEqual([1]);
	});

	test("[LOG2] an id that did not get into the log is not known", async () => {
		const { store, room } = setUp();
		store.failing = "append";
		expect(outcomes(await room.notify({ id: "x" }))).toEqual(["internal"]);
		store.failing = undefined;
		expect(outcomes(await room.notify({ id: "x" }))).toEqual([1]);
	});
});

describe("expected heads", () => {
	test("[LOG4] of 200 who race for one place, one wins and the others learn what was newer", async () => {
		const { store, room } = setUp();
		await room.fill(3);
		const racers = range(1, 200).map((data) => room.notify({ name: "claim", data, expectHead: "e:3" }));
		const results = (await Promise.all(racers)).flat();
		expect(outcomes(results).filter((one) => one === 4)).toHaveLength(1);
		expect(outcomes(results).filter((one) => one === "conflict")).toHaveLength(199);
		expect(store.head).toBe(4);
		for (const result of results.slice(1))
			expect(result).toMatchObject({ fault: { newer: [{ type: "event", seq: 4, name: "claim", data: 1 }] } });
	});

	test("[LOG4] a number stands for the present epoch, and later messages of a commit see the earlier", async () => {
		const { room } = setUp();
		const chained = await room.notify({ expectHead: 0 }, { expectHead: 1 }, { expectHead: 1 }, { expectHead: "e:2" });
		expect(outcomes(chained)).toEqual([1, 2, "conflict", 3]);
	});

	test.each([
		["e:9", "unknown_cursor"],
		[9, "unknown_cursor"],
		["f:0", "unknown_cursor"],
		["zero", "bad_cursor"],
	])("[LOG5] %j is %s", async (expectHead, code) => {
		const { room } = setUp();
		expect(outcomes(await room.notify({ expectHead }))).toEqual([code]);
		expect(room.store.head).toBe(0);
	});

	test("[LOG6] who repeats a conditional publish that has succeeded gets its number", async () => {
		const { room } = setUp();
		await room.notify({ id: "x", expectHead: 0 });
		await room.notify("moved on");
		expect(outcomes(await room.notify({ id: "x", expectHead: 0 }, { id: "y", expectHead: 0 }))).toEqual([
			1,
			"conflict",
		]);
	});

	test("[LOG4][LOG8] what was newer shows each as they may see it", async () => {
		const { room } = setUp();
		await room.notify({ exclude: ["ada"], data: "canary" });
		const ada = room.join({ caller: member("ada") });
		await ada.send({ type: "publish", ref: "r", name: "a", expectHead: 0 });
		expect(ada.of("fault")).toMatchObject([{ ref: "r", code: "conflict", newer: [{ type: "skip", seq: 1 }] }]);
		expect(ada.sink.messages.join("")).not.toContain("canary");
	});

	test("[LOG4] a conflict with the deepest data and info there may be is told like any other", async () => {
		const { room } = setUp();
		const bob = room.join({ caller: member("bob", { info: deep(31) }) });
		await bob.send({ type: "publish", name: "deep", data: deep(31) });
		const conflicts = Promise.race([room.notify({ expectHead: 0 }), turn()]);
		await expect(conflicts).resolves.toMatchObject([{ fault: { code: "conflict" } }]);
		expect(outcomes(await room.notify("goes on"))).toEqual([2]);
	});
});

describe("a store that fails", () => {
	test("[FAULT6] answers internal to all of the commit, sends nothing, and the room goes on", async () => {
		const { store, room, reader } = setUp();
		store.failing = "append";
		const failed = await room.notify({ id: "x" }, "b", { id: "x" }, { expectHead: 0 });
		expect(outcomes(failed)).toEqual(["internal", "internal", "internal", "internal"]);
		expect(JSON.stringify(failed)).not.toContain("disk");
		expect(reader.seqs).toEqual([]);
		store.failing = undefined;
		expect(outcomes(await room.notify("again"))).toEqual([1]);
		expect(reader.seqs).toEqual([1]);
	});

	test("[FAULT6] what cannot be made durable is answered with internal, and the room goes on", async () => {
		const { room } = setUp();
		const disk = room.host.hold();
		const lost = room.notify("a", "b");
		disk.fail();
		expect(outcomes(await lost)).toEqual(["internal", "internal"]);
		expect(outcomes(await room.notify("c"))).toEqual([3]);
	});

	test("[RESUME9] a failure to tidy up does not keep readers from what was stored", async () => {
		const store = new TestLog("e");
		const room = new TestRoom({ store, history: { messages: 10, days: 1 } });
		const reader = room.join();
		store.failing = "trim";
		for (let round = 0; round < 5; round++) {
			expect(outcomes(await room.notify(...range(1, 50).map(String)))).toEqual(range(round * 50 + 1, round * 50 + 50));
			room.host.advance(1_000);
		}
		expect(reader.seqs).toEqual(range(1, 250));
	});

	test("[FAULT6] a failure to read what was newer ends neither the commit nor the room", async () => {
		const { store, room } = setUp();
		await room.notify("a");
		store.failing = "read";
		const results = Promise.race([room.notify({ expectHead: 0 }, "b"), turn()]);
		await expect(results).resolves.toMatchObject([{ fault: {} }, {}]);
		store.failing = undefined;
		const next = Promise.race([room.notify("c"), turn()]);
		await expect(next).resolves.toMatchObject([{ cursor: room.room.log.cursor }]);
	});
});
