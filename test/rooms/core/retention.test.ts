import { describe, expect, test } from "vitest";
import { HELD_MS } from "../../../src/rooms/core/log.ts";
import { accounted, outcomes, range, TestRoom } from "../../support/room.ts";

const DAY_MS = 86_400_000;

describe("retention by count", () => {
	test("[LOG7] shows the newest only, at once", async () => {
		const room = new TestRoom({ history: { messages: 5, days: 1 } });
		await room.fill(7);
		expect(room.room.log.floor).toBe(2);
		expect(room.join({ since: "e:2" }).frames[0]).toMatchObject({ resumed: "complete" });
		expect(room.join({ since: "e:1" }).frames[0]).toMatchObject({ resumed: "partial", gap: { after: 1, before: 3 } });
	});

	test("[LOG7] deletes in batches, and in the end keeps little more than it shows", async () => {
		const room = new TestRoom({ history: { messages: 50, days: 1 } });
		for (const round of range(1, 40)) {
			await room.fill(10);
			expect(room.store.head - room.store.floor).toBeLessThanOrEqual(50 + 100 + 10);
			expect(room.store.head).toBe(round * 10);
		}
		expect(room.store.floor).toBeGreaterThan(0);
	});

	test("[LOG7] of nothing at all hands events over live, and keeps none", async () => {
		const room = new TestRoom({ history: { messages: 0, days: 1 } });
		const reader = room.join();
		await room.fill(3);
		expect(reader.seqs).toEqual([1, 2, 3]);
		const late = room.join({ since: "e:1" });
		expect(late.frames).toMatchObject([{ resumed: "partial", gap: { after: 1, before: 4 } }]);
		expect(JSON.parse(room.room.history({ kind: "guest" }, {}))).toEqual({ events: [], more: false });
	});
});

describe("retention by age", () => {
	test("[LOG7] takes what is older than the area keeps, and not a millisecond earlier", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 2 } });
		await room.fill(3);
		room.host.advance(DAY_MS);
		await room.fill(2);
		room.host.advance(DAY_MS - 1);
		expect(room.join({ since: "e:0" }).seqs).toEqual(range(1, 5));
		room.host.advance(1);
		const reader = room.join({ since: "e:0" });
		expect(reader.frames[0]).toMatchObject({ resumed: "partial", gap: { after: 0, before: 4 } });
		expect(accounted(reader.frames)).toEqual([4, 5]);
	});

	test("[LOG7][LOG13] never takes the head back: numbers go on when nothing is left, also after a sleep", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 1 } });
		await room.fill(3);
		room.host.advance(5 * DAY_MS);
		expect(room.join({ since: "e:1" }).frames).toMatchObject([
			{ cursor: "e:3", resumed: "partial", gap: { after: 1, before: 4 } },
		]);
		room.wake();
		expect(outcomes(await room.notify("next"))).toEqual([4]);
		expect(room.join({ since: "e:3" }).frames[0]).toMatchObject({ resumed: "complete" });
	});

	test("[LOG7] holds for polls, replays and the history alike", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 1 } });
		const reader = room.join();
		await room.fill(3);
		room.host.advance(DAY_MS - 1_000);
		await room.fill(1);
		reader.clear();
		room.host.advance(1_000);
		await reader.send({ type: "replay", after: 1 });
		expect(accounted(reader.frames)).toEqual([-2, -3, 4]);
		expect((await room.poll({ since: "e:1" })).frames[0]).toMatchObject({ gap: { after: 1, before: 4 } });
		expect(JSON.parse(room.room.history({ kind: "guest" }, { after: 0 }))).toMatchObject({ events: [{ seq: 4 }] });
	});

	test("[LOG7] tells when the oldest is due, and nothing where nothing is left", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 1 } });
		expect(room.room.log.expiresAt()).toBeUndefined();
		await room.fill(1);
		const due = room.host.now() + DAY_MS;
		expect(room.room.log.expiresAt()).toBe(due);
		room.host.advance(DAY_MS);
		room.room.log.expire();
		// Out of sight, and held for a day.
		expect(room.room.log.expiresAt()).toBe(due + HELD_MS);
		room.host.advance(HELD_MS);
		room.room.log.expire();
		expect(room.room.log.expiresAt()).toBeUndefined();
		expect(room.store.oldestAt()).toBeUndefined();
	});

	test("[LOG7] is not confused by a clock that is set back: times never fall along the log", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 1 } });
		await room.fill(2);
		room.host.setClock(room.host.now() - 3_600_000);
		await room.fill(2);
		const times = room
			.join({ since: "e:0" })
			.of("event")
			.map(({ at }) => at);
		expect(times).toEqual([...times].sort((a, b) => a - b));
	});
});

describe("a clock that jumps", () => {
	test("[CLOCK3] ahead hides what is too old by it, erases nothing for a day, and shows all again once it is set right", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 30 } });
		await room.fill(3);
		const right = room.host.now();
		room.host.advance(40 * DAY_MS);
		room.room.alarm();
		expect(room.join({ since: "e:0" }).frames[0]).toMatchObject({ gap: { after: 0, before: 4 } });
		await room.notify("by the wrong clock");
		room.host.advance(HELD_MS - 1_000);
		room.room.alarm();
		room.wake();
		room.room.log.expire();
		room.host.setClock(right + 60_000);
		const reader = room.join({ since: "e:0" });
		expect(reader.frames[0]).toMatchObject({ resumed: "complete" });
		expect(reader.seqs).toEqual(range(1, 4));
		expect(room.store.overdueSince).toBeUndefined();
	});

	test("[CLOCK3] ahead, and stays, takes what is too old after a day, and no more than was too old then", async () => {
		const room = new TestRoom({ history: { messages: 100, days: 1 } });
		await room.fill(2);
		room.host.advance(DAY_MS);
		await room.fill(1);
		room.room.log.expire();
		expect(room.store.floor).toBe(0);
		room.host.advance(HELD_MS);
		room.room.log.expire();
		expect(room.store.floor).toBe(2);
		expect(room.room.log.floor).toBe(3);
		room.host.advance(HELD_MS);
		room.room.log.expire();
		expect(room.store.floor).toBe(3);
	});

	test("[CLOCK4] back never lets the times of a log fall", async () => {
		const room = new TestRoom();
		await room.fill(1);
		room.host.setClock(room.host.now() - 3_600_000);
		await room.fill(1);
		const [first, second] = room.join({ since: "e:0" }).of("event");
		expect(second?.at).toBe(first?.at);
	});
});
