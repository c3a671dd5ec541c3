import { describe, expect, test } from "vitest";
import { turn } from "../support/host.ts";
import { range, TestRoom } from "../support/room.ts";
import { livePair } from "./pair.ts";

describe("a client and its room", () => {
	test("[CLIENT2][FRAME9] are live after the welcome, and a publish is answered and comes back as an event", async () => {
		const pair = await livePair();
		expect(pair.channel.state).toBe("live");
		const published = pair.channel.publish("say", "hi");
		await pair.flush();
		await expect(published).resolves.toMatchObject({ seq: 1 });
		expect(pair.seen).toEqual([1]);
	});

	test("[CLIENT8][RESUME2] after a drop the client has everything, once and in order", async () => {
		const pair = await livePair();
		await pair.room.fill(3);
		await pair.flush();
		await pair.room.fill(2);
		pair.wire.link?.cut(true);
		await pair.room.fill(4);
		expect(pair.channel.state).not.toBe("live");
		await pair.pass(5_000);
		expect(pair.channel.state).toBe("live");
		expect(pair.seen).toEqual(range(1, 9));
		expect(pair.gaps).toEqual([]);
	});

	test("[CLIENT12][LOG2] a publish whose ack was lost is stored once", async () => {
		const pair = await livePair();
		const published = pair.channel.publish("say", "hi");
		await turn();
		pair.wire.link?.arriveUp();
		await turn();
		pair.wire.link?.cut(true);
		await pair.pass(5_000);
		await expect(published).resolves.toMatchObject({ seq: 1 });
		expect(pair.room.store.head).toBe(1);
		expect(pair.seen).toEqual([1]);
	});

	test("[CLIENT12] a publish that never arrived goes out again", async () => {
		const pair = await livePair();
		const published = pair.channel.publish("say", "hi");
		pair.wire.link?.cut(true);
		await pair.pass(5_000);
		await expect(published).resolves.toMatchObject({ seq: 1 });
		expect(pair.seen).toEqual([1]);
	});

	test("[HEART5][RESUME2] a line that went dead without a word is found by the heartbeat", async () => {
		const pair = await livePair();
		await pair.room.fill(1);
		await pair.flush();
		pair.wire.link!.isDead = true;
		await pair.room.fill(3);
		await pair.pass(60_000, 1_000);
		expect(pair.channel.state).toBe("live");
		expect(pair.seen).toEqual(range(1, 4));
	});

	test("[HEART4][RESUME6] a client that missed a message without losing its line asks for a replay", async () => {
		const pair = await livePair();
		await pair.room.fill(2);
		await pair.flush();
		await pair.room.fill(3);
		pair.wire.link!.sink.down.length = 0;
		await pair.pass(40_000, 1_000);
		expect(pair.seen).toEqual(range(1, 5));
		expect(pair.wire.links).toHaveLength(1);
	});

	test("[CLIENT6][RESUME8] a hole is filled by a replay before what came after it", async () => {
		const pair = await livePair();
		await pair.room.notify("lost");
		pair.wire.link!.sink.down.length = 0;
		pair.room.host.advance(1_000);
		await pair.room.notify("after the hole");
		await pair.flush();
		expect(pair.seen).toEqual([1, 2]);
	});

	test("[CLIENT7][RESUME3] what retention took meanwhile is told as a gap", async () => {
		const pair = await livePair(new TestRoom({ history: { messages: 3, days: 1 } }));
		await pair.room.fill(1);
		await pair.flush();
		pair.wire.link?.cut(true);
		await pair.room.fill(6);
		await pair.pass(5_000);
		expect(pair.seen).toEqual([1, 5, 6, 7]);
		expect(pair.gaps).toEqual([{ resumed: "partial", after: 1, before: 5 }]);
	});

	test("[FLUSH6] a room that sleeps under its sockets goes on where it was", async () => {
		const pair = await livePair();
		await pair.room.fill(2);
		await pair.flush();
		const [woken] = pair.room.wake(pair.wire.links.flatMap(({ reader }) => reader ?? []));
		pair.wire.link!.reader = woken;
		const published = pair.channel.publish("say", "hi");
		await pair.flush();
		await expect(published).resolves.toMatchObject({ seq: 3 });
		expect(pair.seen).toEqual([1, 2, 3]);
	});
});
