import { expect, test } from "vitest";
import { hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

const MESSAGES = 1_000;
const BYTES = 4_000;
const REPLAYS = 300;
/** Far less than the log once for each replay, and more than the runtime's own garbage. */
const MOST_BYTES = 200_000_000;
/** Far less than serving all replays takes, and more than a busy machine needs for one message. */
const MOST_MS = 5_000;

test("[COST1][COST2] a socket that reads nothing and asks for the log 300 times costs neither memory nor others' time", async () => {
	const { url, memoryBytes } = await runtime();
	const [hash, other] = await Promise.all([hashOf({ component: "flood", item: 1 }), hashOf({ component: "calm" })]);
	for (let sent = 0; sent < MESSAGES; sent += 100)
		await notify(
			url,
			hash,
			Array.from({ length: 100 }, (_, n) => ({ name: "note", data: { n: sent + n, pad: "x".repeat(BYTES) } })),
		);
	await notify(url, other, [{ name: "warm", data: null }]);
	const [head] = await notify(url, hash, [{ name: "head", data: null }]);
	const beginning = head?.cursor.replace(/:.*$/, ":0");
	const hostile = new Reader(url, hash);
	await hostile.welcome();
	const before = memoryBytes();
	hostile.socket.pause();
	for (let asked = 0; asked < REPLAYS; asked++) hostile.send({ type: "replay", after: 0 });
	const idle = Array.from({ length: 20 }, () => new Reader(url, hash, beginning));
	for (const { socket } of idle) socket.pause();

	let most = 0;
	for (let round = 0; round < 20; round++) {
		const began = performance.now();
		await notify(url, other, [{ name: "calm", data: round }]);
		expect(performance.now() - began).toBeLessThan(MOST_MS);
		most = Math.max(most, memoryBytes() - before);
	}
	// The hostile socket's frames have been taken once another that came after them is answered.
	const late = new Reader(url, hash);
	await late.welcome();
	most = Math.max(most, memoryBytes() - before);
	expect(most).toBeLessThan(MOST_BYTES);
	for (const { socket } of [hostile, ...idle]) socket.terminate();
});

test("[COST1][RESUME2] a reader that sends a heartbeat after each message resumes a log of 4 MB at once", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "flood", item: 2 });
	const [first] = await notify(url, hash, [{ name: "first", data: null }]);
	for (let sent = 0; sent < MESSAGES; sent += 100)
		await notify(
			url,
			hash,
			Array.from({ length: 100 }, (_, n) => ({ name: "note", data: { n: sent + n, pad: "x".repeat(BYTES) } })),
		);
	const reader = new Reader(url, hash, first?.cursor);
	reader.socket.on("message", (data: Buffer) => {
		if (!data.toString().startsWith("pong ")) reader.socket.send("ping");
	});
	await reader.until(({ events }) => events.length === MESSAGES);
	expect(reader.events.map(({ seq }) => seq)).toEqual(Array.from({ length: MESSAGES }, (_, n) => n + 2));
});
