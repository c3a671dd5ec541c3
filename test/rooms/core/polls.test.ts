import { describe, expect, test } from "vitest";
import { turn } from "../../support/host.ts";
import { accounted, member, type PollAnswer, range, TestRoom } from "../../support/room.ts";

/** What a poll that waits has answered so far. */
function watch(poll: Promise<PollAnswer>): { answer: PollAnswer | undefined } {
	const seen: { answer: PollAnswer | undefined } = { answer: undefined };
	void poll.then((answer) => (seen.answer = answer));
	return seen;
}

describe("polls", () => {
	test("[POLL1] without since are answered at once with a welcome and the head", async () => {
		const room = new TestRoom();
		await room.fill(3);
		const { cursor, frames } = await room.poll({ waitMs: 0 });
		expect(cursor).toBe("e:3");
		expect(frames).toMatchObject([{ type: "welcome", resumed: "fresh", cursor: "e:3" }]);
	});

	test("[POLL2] with something new are answered at once with it, and without a welcome", async () => {
		const room = new TestRoom();
		await room.fill(3);
		const { cursor, frames } = await room.poll({ since: "e:1", waitMs: 5_000 });
		expect(frames.map(({ type }) => type)).toEqual(["event", "event"]);
		expect(accounted(frames)).toEqual([2, 3]);
		expect(cursor).toBe("e:3");
	});

	test("[POLL2] wait, and wake on the first event", async () => {
		const room = new TestRoom();
		await room.fill(3);
		room.host.advance(1_000);
		const seen = watch(room.poll({ since: "e:3", waitMs: 5_000 }));
		await turn();
		expect(seen.answer).toBeUndefined();
		const [notified] = await room.notify("next");
		await turn();
		expect(seen.answer).toMatchObject({ cursor: "e:4", frames: [{ type: "event", seq: 4 }] });
		expect(notified).toMatchObject({ recipients: 1 });
		expect(room.host.timers).toBe(0);
	});

	test("[POLL2] end with no frames when the wait is over, at the same cursor", async () => {
		const room = new TestRoom();
		await room.fill(3);
		const seen = watch(room.poll({ since: "e:3", waitMs: 5_000 }));
		room.host.advance(4_999);
		await turn();
		expect(seen.answer).toBeUndefined();
		room.host.advance(1);
		await turn();
		expect(seen.answer).toEqual({ cursor: "e:3", frames: [] });
		await expect(room.notify("later")).resolves.toMatchObject([{ recipients: 0 }]);
	});

	test("[POLL2] that do not wait are answered at once with nothing", async () => {
		const room = new TestRoom();
		await expect(room.poll({ since: "e:0", waitMs: 0 })).resolves.toEqual({ cursor: "e:0", frames: [] });
		expect(room.host.timers).toBe(0);
	});

	test("[POLL5] with hello begin with a welcome, at once", async () => {
		const room = new TestRoom();
		await room.fill(2);
		const idle = await room.poll({ since: "e:2", waitMs: 5_000, hello: true });
		expect(idle.frames).toMatchObject([{ type: "welcome", resumed: "complete" }]);
		const missed = await room.poll({ since: "e:1", waitMs: 5_000, hello: true });
		expect(missed.frames.map(({ type }) => type)).toEqual(["welcome", "event"]);
	});

	test.each(["f:1", "e:9"])("[POLL6] since %s get a fresh welcome, at once", async (since) => {
		const room = new TestRoom();
		await room.fill(2);
		const { cursor, frames } = await room.poll({ since, waitMs: 5_000 });
		expect(frames).toMatchObject([{ type: "welcome", resumed: "fresh" }]);
		expect(cursor).toBe("e:2");
	});

	test("[POLL6] that retention has overtaken get a partial welcome, and what is left", async () => {
		const room = new TestRoom({ history: { messages: 2, days: 1 } });
		await room.fill(5);
		const { cursor, frames } = await room.poll({ since: "e:1", waitMs: 5_000 });
		expect(frames[0]).toMatchObject({ type: "welcome", resumed: "partial", gap: { after: 1, before: 4 } });
		expect(accounted(frames)).toEqual([4, 5]);
		expect(cursor).toBe("e:5");
	});

	test("[POLL3] from answer to answer give each event once, in order, a page at a time", async () => {
		const room = new TestRoom();
		await room.fill(40, { data: "x".repeat(20_000) });
		const seen: number[] = [];
		let cursor = "e:0";
		let polls = 0;
		for (; cursor !== "e:40"; polls++) {
			const answer = await room.poll({ since: cursor });
			seen.push(...accounted(answer.frames));
			cursor = answer.cursor;
		}
		expect(seen).toEqual(range(1, 40));
		expect(polls).toBeGreaterThan(3);
	});

	test("[POLL3] between events that come while nobody polls miss none", async () => {
		const room = new TestRoom();
		const readers = Array.from({ length: 100 }, () => room.join());
		expect(readers).toHaveLength(100);
		let cursor = (await room.poll()).cursor;
		const seen: number[] = [];
		for (let round = 0; round < 30; round++) {
			const poll = room.poll({ since: cursor, waitMs: 50 });
			if (round % 3 !== 2) await room.notify("a");
			if (round % 2 === 0) await room.notify("b");
			room.host.advance(round % 5 === 0 ? 60 : 15);
			room.host.advance(60);
			const answer = await poll;
			seen.push(...accounted(answer.frames));
			cursor = answer.cursor;
		}
		seen.push(...accounted((await room.poll({ since: cursor })).frames));
		expect(seen).toEqual(range(1, room.store.head));
	});

	test("[POLL8] get a skip where a socket would, and move on", async () => {
		const room = new TestRoom();
		const seen = watch(room.poll({ caller: member("ada"), since: "e:0", waitMs: 5_000 }));
		const [notified] = await room.notify({ exclude: ["ada"] });
		await turn();
		expect(seen.answer).toEqual({ cursor: "e:1", frames: [{ type: "skip", seq: 1 }] });
		expect(notified).toMatchObject({ recipients: 0 });
	});

	test("[POLL8] get signals while they wait, and keep their place in the log", async () => {
		const room = new TestRoom({ signal: "anyone" });
		await room.fill(2);
		room.host.advance(1_000);
		const seen = watch(room.poll({ since: "e:2", waitMs: 5_000 }));
		room.room.signal(member("ada"), "typing", 1);
		await turn();
		expect(seen.answer).toMatchObject({ cursor: "e:2", frames: [{ type: "signal", name: "typing" }] });
	});

	test("[NOTIFY8] count among the recipients while they wait", async () => {
		const room = new TestRoom();
		const polls = [1, 2, 3].map(() => room.poll({ since: "e:0", waitMs: 5_000 }));
		room.join();
		await expect(room.notify("a")).resolves.toMatchObject([{ recipients: 4 }]);
		await Promise.all(polls);
		await expect(room.notify("b")).resolves.toMatchObject([{ recipients: 1 }]);
	});
});
