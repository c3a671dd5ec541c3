import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ChannelInput } from "../../src/protocol/channel.ts";
import { readAttachment } from "../../src/rooms/do/attachment.ts";
import { open, openAs } from "./support/socket.ts";
import { askJson, newChannel, notify, pathOf, publish, roomOf } from "./support/worker.ts";

/** Marks the instance that lives now, so that a later look tells whether it is the same. */
async function mark(channel: ChannelInput): Promise<() => Promise<boolean>> {
	const first = await runInDurableObject(roomOf(channel), (instance) => new WeakRef(instance));
	return () => runInDurableObject(roomOf(channel), (instance) => instance === first.deref());
}

describe("a sleeping room", () => {
	test("[HEART1][HEART2] heartbeats are answered with the head", async () => {
		const channel = newChannel();
		const socket = await open(channel);
		expect(await socket.ping()).toBe(`pong ${socket.of("welcome")[0]!.cursor}`);
		const { cursor } = await publish(channel, "a");
		expect(await socket.ping()).toBe(`pong ${cursor}`);
	});

	test("[HEART3] heartbeats are answered with the right head by a room that has slept, without waking it", async () => {
		const channel = newChannel();
		const socket = await open(channel);
		const { cursor } = await publish(channel, "a");
		const isSame = await mark(channel);
		expect(await isSame()).toBe(true);
		await evictDurableObject(roomOf(channel));
		for (let beat = 0; beat < 3; beat++) expect(await socket.ping()).toBe(`pong ${cursor}`);
		// Only a running object can be evicted: that this fails shows that no heartbeat woke it.
		await expect(evictDurableObject(roomOf(channel))).rejects.toThrow(/not (currently )?running|running/i);
		expect(await isSame()).toBe(false);
	});

	test("[LOG13][FLUSH6][HEART3] a notify wakes it: readers get the event, and nothing else", async () => {
		const channel = newChannel();
		const [ada, guest] = [await openAs("ada", channel), await open(channel)];
		const first = await publish(channel, "a");
		for (const socket of [ada, guest]) await socket.take("event");
		await evictDurableObject(roomOf(channel));
		const second = await publish(channel, "b", { exclude: "ada" });
		expect(second).toMatchObject({ seq: 2, recipients: 1 });
		expect(second.cursor.split(":")[0]).toBe(first.cursor.split(":")[0]);
		await guest.take("event", 2);
		await ada.take("skip");
		expect(guest.frames.map(({ type }) => type)).toEqual(["welcome", "event", "event"]);
		expect(ada.frames.map(({ type }) => type)).toEqual(["welcome", "event", "skip"]);
		expect(await guest.ping()).toBe(`pong ${second.cursor}`);
	});

	test("[TICKET7][FLUSH6] who is who outlives sleep", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		const [session] = ada.of("welcome").map((welcome) => welcome.session);
		await evictDurableObject(roomOf(channel));
		const known = await runInDurableObject(roomOf(channel), (_, ctx) => ctx.getWebSockets().map(readAttachment));
		expect(known).toHaveLength(2);
		expect(known).toContainEqual(expect.objectContaining({ session }));
		ada.send({ type: "publish", ref: "r", name: "say", data: 1 });
		expect(await ada.take("ack")).toMatchObject([{ ref: "r", recipients: 1 }]);
		expect(await bob.take("event")).toMatchObject([{ from: { id: "ada", name: "ADA" } }]);
	});

	test("[SOCKET6] a page that closes while the room sleeps gets a clean close", async () => {
		const channel = newChannel();
		const [going, staying] = [await open(channel), await open(channel)];
		await evictDurableObject(roomOf(channel));
		going.close(1000, "done");
		expect(await going.closed).toMatchObject({ code: 1000, wasClean: true });
		expect(await publish(channel, "a")).toMatchObject({ recipients: 1 });
		await staying.take("event");
	});

	test("[RESUME2][LOG13] a cursor from before its end is good after it", async () => {
		const channel = newChannel();
		const { cursor } = await publish(channel, "a");
		await publish(channel, "b", { id: "x" });
		await evictDurableObject(roomOf(channel), { webSockets: "close" });
		const socket = await open(channel, { since: cursor });
		expect(socket.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		expect(await socket.take("event")).toMatchObject([{ seq: 2, name: "b" }]);
		expect(await publish(channel, "b", { id: "x" })).toMatchObject({ seq: 2 });
	});
});

describe("a replay", () => {
	test("[LOG10] encodes no event again: the stored text is what is sent", async () => {
		const channel = newChannel();
		const { cursor } = await publish(channel, "first");
		await notify(Array.from({ length: 20 }, (_, data) => ({ channel, name: "many", data: { canary: data } })));
		const stringify = vi.spyOn(JSON, "stringify");
		const socket = await open(channel, { since: cursor });
		await socket.take("event", 20);
		const encoded = stringify.mock.calls.map(([value]) => typeIn(value));
		stringify.mockRestore();
		// The welcome's own encoding shows that the spy sees what the room does.
		expect(encoded).toContain("welcome");
		expect(encoded).not.toContain("event");
		const texts = await runInDurableObject(roomOf(channel), (_, { storage }) =>
			storage.sql.exec<{ frame: string }>("SELECT frame FROM events WHERE seq > 1 ORDER BY seq").toArray(),
		);
		const stored = texts.map(({ frame }) => frame).join();
		expect(socket.messages.some((message) => message.includes(stored))).toBe(true);
	});
});

function typeIn(value: unknown): unknown {
	return typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
}

function alarmOf(channel: ChannelInput): Promise<number | null> {
	return runInDurableObject(roomOf(channel), (_, { storage }) => storage.getAlarm());
}

describe("the alarm", () => {
	const DAY_MS = 86_400_000;

	afterEach(() => {
		vi.useRealTimers();
	});

	test("[LOG7][CLOCK3] deletes what has grown too old in a room that nobody asks, and is set anew for what is left", async () => {
		const channel = newChannel();
		const first = await publish(channel, "old");
		expect(await alarmOf(channel)).toBe(first.at + 30 * DAY_MS);
		vi.useFakeTimers({ toFake: ["Date"], now: first.at + 10 * DAY_MS });
		const second = await publish(channel, "newer");
		vi.setSystemTime(first.at + 30 * DAY_MS);
		expect(await runDurableObjectAlarm(roomOf(channel))).toBe(true);
		const rows = async () =>
			runInDurableObject(roomOf(channel), (_, { storage }) =>
				storage.sql.exec<{ seq: number }>("SELECT seq FROM events WHERE seq > 0").toArray(),
			);
		const { body } = await askJson(await pathOf(channel, "history"));
		expect(body).toMatchObject({ events: [{ seq: 2 }], more: false });
		// The clock has to stand by it for a day before anything is erased.
		expect(await rows()).toEqual([{ seq: 1 }, { seq: 2 }]);
		expect(await alarmOf(channel)).toBe(first.at + 31 * DAY_MS);
		vi.setSystemTime(first.at + 31 * DAY_MS);
		expect(await runDurableObjectAlarm(roomOf(channel))).toBe(true);
		expect(await rows()).toEqual([{ seq: 2 }]);
		expect(await alarmOf(channel)).toBe(second.at + 30 * DAY_MS);
	});

	test("[LOG7][FLUSH6] is not set again where nothing is left, and numbers go on", async () => {
		const channel = newChannel();
		const { at } = await publish(channel, "old");
		vi.useFakeTimers({ toFake: ["Date"], now: at + 31 * DAY_MS });
		await runDurableObjectAlarm(roomOf(channel));
		vi.setSystemTime(at + 32 * DAY_MS);
		await runDurableObjectAlarm(roomOf(channel));
		expect(await alarmOf(channel)).toBeNull();
		await evictDurableObject(roomOf(channel));
		expect(await publish(channel, "new")).toMatchObject({ seq: 2 });
	});
});
