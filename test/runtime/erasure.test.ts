import { describe, expect, test } from "vitest";
import { FAULTS } from "../../src/protocol/faults.ts";
import { channelPath } from "../../src/protocol/paths.ts";
import { range } from "../support/room.ts";
import { ticketOf } from "../support/tokens.ts";
import { held } from "./support/held.ts";
import { basic, hashOf, notify, readLog } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

/** Bodies of every size that matters to a database page: within one, just about one, over several. */
const SIZES = [10, 700, 4_000, 4_096, 9_000, 30_000];

/** A text that no other message's begins with, somewhere in the midst of a long one. */
function canary(n: number): string {
	return `canary-${n}-`;
}

function body(n: number): string {
	const size = SIZES[n % SIZES.length] ?? 0;
	return "x".repeat(size) + canary(n) + "y".repeat(size % 100);
}

async function ask(url: string, hash: string, method: "POST" | "DELETE", what?: object): Promise<unknown> {
	const path = url + channelPath(hash, method === "POST" ? "redact" : undefined);
	const response = await fetch(path, {
		method,
		headers: { Authorization: basic() },
		body: what && JSON.stringify(what),
	});
	expect(response.status).toBe(200);
	return response.json();
}

describe("what is withdrawn", () => {
	test("[MOD5] by number leaves the disk once the room has slept, and what was not withdrawn stays", async () => {
		const { url, storage } = await runtime();
		const hash = await hashOf({ component: "withdrawn", item: 1 });
		const all = range(1, 120);
		for (let at = 0; at < all.length; at += 20) {
			const some = all.slice(at, at + 20).map((n) => ({ name: "note", data: body(n), id: `id ${n}` }));
			await notify(url, hash, some);
		}
		const seqs = all.filter((n) => n % 7 < 3);
		expect(await ask(url, hash, "POST", { seqs })).toEqual({ seqs });
		const kept = all.filter((n) => n % 7 >= 3);
		expect((await readLog(url, hash)).map(({ seq }) => seq)).toEqual([...kept, 121]);
		// The database's journal holds it until the room sleeps; nothing that a room may ask of the platform empties it.
		await expect.poll(() => held(storage, seqs.map(canary)), { timeout: 30_000, interval: 500 }).toEqual([]);
		expect(held(storage, kept.map(canary))).toEqual(kept.map(canary));
	});

	test("[MOD5] of a user leaves the disk too", async () => {
		const { url, storage } = await runtime();
		const hash = await hashOf({ component: "chat", item: "withdrawn" });
		const [ada, bob] = await Promise.all(
			["ada", "bob"].map(async (user) => new Reader(url, hash, undefined, await ticketOf(user))),
		);
		for (const [n, reader] of [ada, bob].entries()) {
			await reader?.welcome();
			for (const m of range(1, 20))
				reader?.send({ type: "publish", ref: String(m), name: "say", data: body(100 * (n + 1) + m) });
			await reader?.until(() => reader.of("ack").length === 20);
		}
		const { seqs } = (await ask(url, hash, "POST", { user: "ada" })) as { seqs: number[] };
		expect(seqs).toHaveLength(20);
		const [hers, his] = [1, 2].map((n) => range(1, 20).map((m) => canary(100 * n + m)));
		await expect.poll(() => held(storage, hers ?? []), { timeout: 30_000, interval: 500 }).toEqual([]);
		expect(held(storage, his ?? [])).toEqual(his);
	});

	test("[MOD7] with the whole channel leaves the disk, readers come back to a log of a new epoch", async () => {
		const { url, storage, restart, stop } = await runtime();
		const hash = await hashOf({ component: "withdrawn", item: 3 });
		const reader = new Reader(url, hash);
		const { cursor } = await reader.welcome();
		const all = range(1, 20);
		await notify(
			url,
			hash,
			all.map((n) => ({ name: "note", data: body(n), id: `id ${n}` })),
		);
		await ask(url, hash, "DELETE");
		const closed = await reader.closed;
		expect(closed.code).toBe(FAULTS.erased.close);
		expect(JSON.parse(closed.reason)).toEqual({ within: expect.any(Number) as number });
		const back = new Reader(url, hash, cursor);
		const welcome = await back.welcome();
		expect(welcome.resumed).toBe("fresh");
		expect(welcome.cursor).toMatch(/:0$/);
		expect(welcome.cursor.split(":")[0]).not.toBe(cursor.split(":")[0]);
		expect(await back.ping()).toBe(welcome.cursor);
		// Ids are forgotten with the rest.
		expect(await notify(url, hash, [{ name: "note", data: "new", id: "id 7" }])).toMatchObject([
			{ seq: 1, recipients: 1 },
		]);
		await expect.poll(() => held(storage, all.map(canary)), { timeout: 30_000, interval: 500 }).toEqual([]);
		await stop();
		await restart();
		expect((await readLog(url, hash)).map(({ data }) => data)).toEqual(["new"]);
		expect((await new Reader(url, hash).welcome()).cursor).toBe(welcome.cursor.replace(":0", ":1"));
	});
});
