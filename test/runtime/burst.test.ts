import { expect, test } from "vitest";
import { API } from "../../src/protocol/paths.ts";
import { basic, hashOf, notify, readLog, type Result } from "./support/origin.ts";
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

test("[NOTIFY1][NOTIFY7] single notifies that come at once are each answered with their own, also beside those whose clients go", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "burst", item: 2 });
	const gone = new AbortController();
	const push = (data: number, signal?: AbortSignal) =>
		fetch(`${url}${API}/notify`, {
			method: "POST",
			headers: { Authorization: basic(), "Content-Type": "application/json" },
			body: JSON.stringify({ messages: [{ hash, name: "note", data }] }),
			...(signal !== undefined && { signal }),
		});
	const staying: Promise<Response>[] = [];
	const leaving: Promise<unknown>[] = [];
	for (let n = 0; n < 1_000; n++)
		if (n % 3 === 0) leaving.push(push(n, gone.signal).catch(() => undefined));
		else staying.push(push(n));
	// Those that wait, are carried, or carry others: some of each go in the middle of it.
	await staying[20];
	gone.abort();
	await Promise.all(leaving);
	const answers = await Promise.all(
		staying.map(async (response) => (await (await response).json()) as { results: readonly Result[] }),
	);

	const log = await readLog(url, hash);
	expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
	expect(new Set(log.map(({ data }) => data)).size).toBe(log.length);
	const bySeq = new Map(log.map(({ seq, data }) => [seq, data]));
	const sent = Array.from({ length: 1_000 }, (_, n) => n).filter((n) => n % 3 !== 0);
	expect(answers.map(({ results: [result] }) => bySeq.get(result?.seq ?? 0))).toEqual(sent);
});
