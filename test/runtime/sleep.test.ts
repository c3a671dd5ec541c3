import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

/** The runtime puts an object to sleep 10 s after its last event, and nothing outside can see that it has. */
const ASLEEP_MS = 11_500;

test("[HEART3][FLUSH6] a sleeping room answers heartbeats with its head, and wakes for an event without anyone noticing", async () => {
	const { url, constructed } = await runtime();
	const hash = await hashOf({ component: "sleep", item: 1 });
	const readers = [new Reader(url, hash), new Reader(url, hash)];
	await Promise.all(readers.map(async (reader) => reader.welcome()));
	const [before] = await notify(url, hash, [{ name: "note", data: 1 }]);
	await Promise.all(readers.map(async (reader) => reader.until(({ events }) => events.length === 1)));
	expect(constructed()).toBe(1);

	// Heartbeats neither wake the room nor keep it awake.
	for (const _ of [1, 2, 3]) {
		await sleep(ASLEEP_MS / 3);
		for (const reader of readers) expect(await reader.ping()).toBe(before?.cursor);
	}
	expect(constructed()).toBe(1);
	const seen = readers.map(({ frames }) => frames.length);

	const [after] = await notify(url, hash, [{ name: "note", data: 2 }]);
	await Promise.all(readers.map(async (reader) => reader.until(({ events }) => events.length === 2)));
	expect(constructed(), "the room slept, and woke for the event").toBe(2);
	expect(after?.recipients).toBe(2);
	for (const [index, reader] of readers.entries()) {
		expect(reader.frames.slice(seen[index])).toMatchObject([{ type: "event", seq: after?.seq }]);
		expect(await reader.ping()).toBe(after?.cursor);
	}
});
