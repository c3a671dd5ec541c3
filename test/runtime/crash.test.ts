import { expect, test } from "vitest";
import { hashOf, notify, readLog, type Result } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

test("[NOTIFY7][FRAME9][FLUSH5] a runtime that is killed among notifies loses nothing that it acknowledged, and doubles nothing", async () => {
	const { url, kill, restart } = await runtime();
	const hash = await hashOf({ component: "crash", item: 1 });
	const reader = new Reader(url, hash);
	await reader.welcome();

	// Several origins at once, each with its own stream; whatever fails is sent again after the crash, under its id.
	const acknowledged = new Map<string, number>();
	const unanswered: string[] = [];
	const stream = async (origin: number): Promise<void> => {
		for (let n = 0; ; n++) {
			const id = `${origin}-${n}`;
			try {
				const [result] = await notify(url, hash, [{ name: "note", data: id, id }]);
				acknowledged.set(id, (result as Result).seq);
			} catch {
				unanswered.push(id);
				return;
			}
		}
	};
	const streams = [0, 1, 2, 3].map(stream);
	await reader.until(({ events }) => events.length >= 500);
	await kill();
	await Promise.all(streams);
	expect(unanswered).toHaveLength(4);

	await restart();
	const log = await readLog(url, hash);
	expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
	const seqs = new Map(log.map(({ id = "", seq }) => [id, seq]));
	expect(seqs.size).toBe(log.length);
	for (const [id, seq] of acknowledged) expect(seqs.get(id)).toBe(seq);
	// What a reader has seen is in the log too, under the same number.
	for (const { id = "", seq } of reader.events) expect(seqs.get(id)).toBe(seq);

	const repeated = await notify(
		url,
		hash,
		unanswered.map((id) => ({ name: "note", data: id, id })),
	);
	const known = unanswered.map((id) => seqs.get(id));
	expect(repeated.map(({ seq }, index) => known[index] ?? seq)).toEqual(repeated.map(({ seq }) => seq));
	expect(new Set((await readLog(url, hash)).map(({ id }) => id)).size).toBe(acknowledged.size + unanswered.length);
});
