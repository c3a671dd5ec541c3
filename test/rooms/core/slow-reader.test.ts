import { describe, expect, test } from "vitest";
import { FAULTS } from "../../../src/protocol/faults.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { accounted, range, TestRoom, TestSink } from "../../support/room.ts";

const STUCK = LIMITS.bufferedBytes + 1;

describe("a reader that takes too little", () => {
	test("[SOCKET7] is not handed more, and others do not wait for it", async () => {
		const room = new TestRoom();
		const [slow, quick] = [room.join(), room.join()];
		slow.sink.waiting = STUCK;
		await room.fill(3);
		room.host.advance(5_000);
		expect(slow.seqs).toEqual([]);
		expect(quick.seqs).toEqual([1, 2, 3]);
	});

	test("[SOCKET7] gets everything from the log once it takes again, in order and once", async () => {
		const room = new TestRoom();
		const slow = room.join();
		await room.notify("before");
		room.host.advance(1_000);
		slow.sink.waiting = STUCK;
		await room.notify("a", "b");
		room.host.advance(5_000);
		await room.notify("c");
		slow.sink.waiting = 0;
		await room.notify("d");
		room.host.advance(1_000);
		await room.notify("live");
		expect(accounted(slow.frames)).toEqual(range(1, 6));
		expect(slow.sink.closed).toBeUndefined();
	});

	test("[SOCKET7] is told what retention took meanwhile", async () => {
		const room = new TestRoom({ history: { messages: 2, days: 1 } });
		const slow = room.join();
		slow.sink.waiting = STUCK;
		await room.fill(6);
		slow.sink.waiting = 0;
		room.host.advance(1_000);
		expect(accounted(slow.frames)).toEqual([-1, -2, -3, -4, 5, 6]);
	});

	test("[SOCKET7] is closed with slow_reader once it has taken nothing for too long", async () => {
		const room = new TestRoom();
		const stalled = room.join();
		stalled.sink.waiting = STUCK;
		await room.notify("a");
		room.host.advance(LIMITS.stalledMs - 100);
		expect(stalled.sink.closed).toBeUndefined();
		room.host.advance(200);
		expect(stalled.sink.closed).toEqual({ code: FAULTS.slow_reader.close, reason: "slow_reader" });
		expect(stalled.frames.at(-1)).toMatchObject({ type: "fault", code: "slow_reader" });
	});

	test("[SOCKET7][FLUSH6] is forgotten then: it is not counted, and no timer runs for it", async () => {
		const room = new TestRoom();
		const stalled = room.join();
		stalled.sink.waiting = STUCK;
		await room.notify("a");
		room.host.advance(LIMITS.stalledMs + 200);
		await expect(room.notify("b")).resolves.toMatchObject([{ recipients: 0 }]);
		room.host.advance(1_000);
		expect(room.host.timers).toBe(0);
		stalled.leave();
	});

	test("[SOCKET7] is not closed as long as it takes something", async () => {
		const room = new TestRoom();
		const slow = room.join();
		slow.sink.waiting = 4 * STUCK;
		await room.notify("a");
		for (let second = 0; second < 60; second++) {
			slow.sink.waiting -= 20_000;
			room.host.advance(1_000);
		}
		expect(slow.sink.closed).toBeUndefined();
		slow.sink.waiting = 0;
		room.host.advance(1_000);
		expect(slow.seqs).toEqual([1]);
	});

	test("is no longer looked after once it has left", async () => {
		const room = new TestRoom();
		const slow = room.join();
		slow.sink.waiting = STUCK;
		await room.notify("a");
		slow.leave();
		room.host.advance(LIMITS.stalledMs + 1_000);
		expect(room.host.timers).toBe(0);
		expect(slow.sink.closed).toBeUndefined();
	});
});

/** A sink that takes a message and is then full until the test empties it. */
class OneAtATime extends TestSink {
	override deliver(batch: Parameters<TestSink["deliver"]>[0]): void {
		super.deliver(batch);
		this.waiting = STUCK;
	}
}

describe("catching up", () => {
	test("[RESUME2] with 5,000 messages goes in pages, each once and in order", async () => {
		const room = new TestRoom();
		for (let round = 0; round < 50; round++) await room.fill(100, { data: "x".repeat(200) });
		const reader = room.join({ since: "e:0", pings: true });
		room.host.advance(100);
		expect(accounted(reader.frames)).toEqual(range(1, 5_000));
		expect(reader.sink.messages.length).toBeGreaterThan(5);
		const longest = Math.max(...reader.sink.messages.map(({ length }) => length));
		expect(longest).toBeLessThan(LIMITS.pageBytes * 1.5);
	});

	test("[SOCKET7] hands over a page at a time, as the socket takes them", async () => {
		const room = new TestRoom();
		await room.fill(100, { data: "x".repeat(10_000) });
		const reader = room.join({ since: "e:0", sink: new OneAtATime(), pings: true });
		for (let pages = 1; reader.seqs.at(-1) !== 100; pages++) {
			expect(reader.sink.messages).toHaveLength(pages);
			reader.sink.waiting = 0;
			room.host.advance(20);
		}
		expect(accounted(reader.frames)).toEqual(range(1, 100));
	});

	test("[RESUME8] while others go on live, ends where they are", async () => {
		const room = new TestRoom();
		const live = room.join();
		await room.fill(60, { data: "x".repeat(10_000) });
		const late = room.join({ since: "e:0", sink: new OneAtATime(), pings: true });
		for (let round = 0; round < 100; round++) {
			if (round < 50) await room.notify("more");
			late.sink.waiting = 0;
			room.host.advance(20);
		}
		expect(accounted(late.frames)).toEqual(range(1, 110));
		expect(accounted(live.frames)).toEqual(range(1, 110));
		expect(room.host.timers).toBe(0);
	});
});
