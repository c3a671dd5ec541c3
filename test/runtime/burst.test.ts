import { expect, test } from "vitest";
import { hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

const READERS = 50;
const REQUESTS = 100;
const MESSAGES_EACH = 100;
/** How many requests are under way at once, as from a backend with several workers. */
const LANES = 8;

test("[LOG1][FLUSH2] 10,000 notifies in a burst reach 50 readers complete, once and in order", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "burst" });
	const readers = Array.from({ length: READERS }, () => new Reader(url, hash));
	await Promise.all(readers.map(async (reader) => reader.welcome()));

	let request = 0;
	const stored: number[] = [];
	const lane = async () => {
		while (request < REQUESTS) {
			const at = MESSAGES_EACH * request++;
			const messages = Array.from({ length: MESSAGES_EACH }, (_, n) => ({ name: "note", data: at + n }));
			for (const { seq } of await notify(url, hash, messages)) stored.push(seq);
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));

	const all = Array.from({ length: REQUESTS * MESSAGES_EACH }, (_, index) => index + 1);
	expect(stored.toSorted((a, b) => a - b)).toEqual(all);
	await Promise.all(readers.map(async (reader) => reader.until(({ events }) => events.length >= all.length)));
	const [first] = readers;
	for (const { events } of readers) {
		expect(events.map(({ seq }) => seq)).toEqual(all);
		expect(events.map(({ data }) => data)).toEqual(first?.events.map(({ data }) => data));
	}
});
