import { describe, expect, test, vi } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { flushWindow } from "../../../src/rooms/core/window.ts";
import { turn } from "../../support/host.ts";
import { accounted, member, range, TestRoom } from "../../support/room.ts";

/** A room with this many guests, all with their welcome behind them. */
function crowd(readers: number, room = new TestRoom()) {
	const crowded = Array.from({ length: readers }, () => room.join());
	for (const reader of crowded) reader.clear();
	return { room, readers: crowded };
}

describe("fan-out", () => {
	test("[FLUSH1] an idle room sends in the turn in which it stores", () => {
		const { room, readers } = crowd(3);
		void room.notify("at once");
		expect(readers.map(({ seqs }) => seqs)).toEqual([[1], [1], [1]]);
	});

	test("[FLUSH2] what comes in while a flush is due is one message for each reader", async () => {
		const { room, readers } = crowd(100);
		await room.notify("at once");
		await room.notify("due");
		await room.notify("due too", "and this");
		expect(readers[0]?.sink.messages).toHaveLength(1);
		room.host.advance(1_000);
		for (const { sink, seqs } of readers) {
			expect(sink.messages).toHaveLength(2);
			expect(seqs).toEqual([1, 2, 3, 4]);
		}
	});

	test("[FLUSH2] after a quiet while the next event goes at once again", async () => {
		const { room, readers } = crowd(100);
		await room.notify("a");
		room.host.advance(flushWindow(100, 100));
		await room.notify("b");
		expect(readers[0]?.seqs).toEqual([1, 2]);
	});

	test("[FLUSH3] the window grows with the readers, up to the area's limit", () => {
		const windows = [0, 1, 10, 100, 1_000].map((readers) => flushWindow(readers, 1_000));
		expect(windows).toEqual([...windows].sort((a, b) => a - b));
		expect(new Set(windows).size).toBe(windows.length);
		expect(flushWindow(30_000, 100)).toBe(100);
		expect(flushWindow(30_000, 0)).toBe(0);
	});

	test("[FLUSH3] nothing waits longer than the area allows", async () => {
		const { room, readers } = crowd(120, new TestRoom({ maxDelayMs: 5 }));
		await room.notify("a");
		await room.notify("b");
		room.host.advance(4);
		expect(readers[0]?.seqs).toEqual([1]);
		room.host.advance(1);
		expect(readers[0]?.seqs).toEqual([1, 2]);
	});

	test("[FLUSH3] a clock that is set back delays nothing beyond the window", async () => {
		const { room, readers } = crowd(120, new TestRoom({ maxDelayMs: 5 }));
		await room.notify("a");
		room.host.setClock(room.host.now() - 3_600_000);
		await room.notify("b");
		room.host.advance(5);
		expect(readers[0]?.seqs).toEqual([1, 2]);
	});

	test("[FLUSH1][FLUSH5] many readers get an event as soon as it is durable, and not before", async () => {
		const { room, readers } = crowd(500);
		const disk = room.host.hold();
		void room.notify("held");
		await turn();
		expect(readers[0]?.seqs).toEqual([]);
		disk.release();
		await turn();
		expect(readers.at(-1)?.seqs).toEqual([1]);
	});

	test("[FLUSH2] while the runtime is still sending to many readers, what comes in is put together", async () => {
		const { room, readers } = crowd(500);
		await room.notify("first");
		await turn();
		for (const name of ["second", "third", "fourth"]) await room.notify(name);
		await turn();
		expect(readers[0]?.sink.messages).toHaveLength(1);
		// The timer that is due at once runs when everything has been sent; the window is counted from the flush's begin.
		room.host.advance(0);
		await turn();
		expect(readers[0]?.sink.messages).toHaveLength(1);
		room.host.advance(flushWindow(500, 100));
		await turn();
		expect(readers[0]?.sink.messages).toHaveLength(2);
		expect(readers.at(-1)?.seqs).toEqual([1, 2, 3, 4]);
		room.host.advance(1_000);
		expect(room.host.timers).toBe(0);
	});

	test("[FLUSH3] flushes that take long are begun less often, and no less often than the area allows", () => {
		expect(flushWindow(1_000, 100, { costMs: 40 })).toBeGreaterThan(flushWindow(1_000, 100));
		expect(flushWindow(1_000, 100, { costMs: 500 })).toBe(100);
	});

	test("[FLUSH3] a small room whose messages come thick flushes less often, and no less often than the area allows", async () => {
		const window = flushWindow(100, 100);
		expect(flushWindow(100, 100, { rate: 0.1 })).toBe(window);
		expect(flushWindow(100, 100, { rate: 0.5 })).toBeGreaterThan(window);
		expect(flushWindow(100, 100, { rate: 1_000 })).toBeLessThan(100);
		expect(flushWindow(1_000, 100, { rate: 1_000 })).toBe(flushWindow(1_000, 100));
		expect(flushWindow(100, 8, { rate: 1_000 })).toBe(8);

		const { room, readers } = crowd(100);
		await room.notify("first");
		for (let n = 0; n < 10; n++) await room.notify(`waits ${n}`);
		room.host.advance(window);
		expect(readers[0]?.sink.messages).toHaveLength(2);
		await room.notify("next");
		room.host.advance(window);
		expect(readers[0]?.sink.messages).toHaveLength(2);
		room.host.advance(100);
		expect(readers[0]?.sink.messages).toHaveLength(3);
	});

	test("[FLUSH1] many messages after a quiet while delay nothing that comes after them", async () => {
		const { room, readers } = crowd(100);
		room.host.advance(60_000);
		await room.notify(...range(1, 50).map(String));
		room.host.advance(flushWindow(100, 100));
		await room.notify("next");
		expect(readers[0]?.sink.messages).toHaveLength(2);
	});

	test("[FLUSH4] all readers get one and the same batch, encoded once", async () => {
		const { room, readers } = crowd(50);
		const stringify = vi.spyOn(JSON, "stringify");
		await room.notify({ data: { canary: 1 } });
		const encodings = stringify.mock.calls.filter(([value]) => JSON.stringify(value)?.includes("canary"));
		stringify.mockRestore();
		expect(encodings).toHaveLength(1);
		expect(new Set(readers.map(({ sink }) => sink.batches[0])).size).toBe(1);
		expect(new Set(readers.map(({ sink }) => sink.batches[0]?.messages())).size).toBe(1);
	});

	test("[FLUSH2] what is due is split where one message would grow too long to hold", async () => {
		const { room, readers } = crowd(100);
		await room.notify("at once");
		for (let n = 0; n < 12; n++) await room.notify({ data: "x".repeat(30_000) });
		room.host.advance(1_000);
		const { sink, seqs } = readers[0]!;
		expect(seqs).toEqual(range(1, 13));
		for (const message of sink.messages) expect(message.length).toBeLessThan(LIMITS.pageBytes + 40_000);
	});

	test("[FLUSH4] who is excluded gets another batch, and all who are excluded alike share it", async () => {
		const { room, readers } = crowd(10);
		const ada = [1, 2, 3].map(() => room.join({ caller: member("ada") }));
		for (const reader of ada) reader.clear();
		await room.notify({ exclude: ["ada"] });
		expect(new Set([...readers, ...ada].map(({ sink }) => sink.batches[0])).size).toBe(2);
		expect(new Set(ada.map(({ sink }) => sink.batches[0])).size).toBe(1);
	});

	test("[RESUME2] who joins while a flush is due gets nothing twice and misses nothing", async () => {
		const { room } = crowd(100);
		await room.notify("at once");
		await room.notify("due");
		const fresh = room.join();
		const resumed = room.join({ since: "e:0" });
		await room.notify("due later");
		room.host.advance(1_000);
		expect(accounted(fresh.frames)).toEqual([3]);
		expect(accounted(resumed.frames)).toEqual([1, 2, 3]);
	});

	test("who has left gets nothing more", async () => {
		const { room, readers } = crowd(2);
		readers[0]?.leave();
		await room.notify("a");
		expect(readers.map(({ seqs }) => seqs)).toEqual([[], [1]]);
	});

	test("one who leaves while being served does not take another's place in the round", async () => {
		const room = new TestRoom();
		const readers = [1, 2, 3].map(() => room.join());
		const [first] = readers;
		const deliver = first!.sink.deliver.bind(first!.sink);
		first!.sink.deliver = (batch) => {
			deliver(batch);
			first!.leave();
		};
		await room.notify("a");
		expect(readers.map(({ seqs }) => seqs)).toEqual([[1], [1], [1]]);
	});
});

describe("heads", () => {
	test("[HEART2] each flush announces the head, and not before it", async () => {
		const { room } = crowd(100);
		expect(room.host.announced.at(-1)).toBe("e:0");
		await room.notify("at once");
		expect(room.host.announced.at(-1)).toBe("e:1");
		await room.notify("due");
		expect(room.host.announced.at(-1)).toBe("e:1");
		room.host.advance(1_000);
		expect(room.host.announced.at(-1)).toBe("e:2");
	});

	test("[HEART2] a room that woke announces the head of its log to the next who joins", async () => {
		const room = new TestRoom();
		await room.fill(3);
		room.wake();
		room.join();
		expect(room.host.announced.at(-1)).toBe("e:3");
	});
});

describe("sleep", () => {
	test("[FLUSH6] an idle room holds no timer", async () => {
		const { room } = crowd(200);
		expect(room.host.timers).toBe(0);
		await room.fill(10);
		await room.fill(10);
		room.host.advance(1_000);
		expect(room.host.timers).toBe(0);
	});

	test("[FLUSH6][LOG13] waking joins nobody, tells nobody, and goes on where it was", async () => {
		const { room, readers } = crowd(3);
		await room.fill(4);
		const announced = room.host.announced.length;
		const woken = room.wake(readers);
		expect(room.host.announced).toHaveLength(announced);
		expect(room.host.timers).toBe(0);
		expect(woken.map(({ seqs }) => seqs)).toEqual(readers.map(() => range(1, 4)));
		await room.notify("next");
		expect(woken.map(({ seqs }) => seqs)).toEqual(readers.map(() => range(1, 5)));
		for (const { sink } of woken) expect(sink.messages.join("")).not.toContain("welcome");
	});
});
