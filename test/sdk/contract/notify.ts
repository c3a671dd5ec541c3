import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Running, start } from "../../../scripts/lib/workerd.mjs";
import type { Json } from "../../../src/protocol/json.ts";
import { channelPath } from "../../../src/protocol/paths.ts";
import { PARLOUR_KEYS, TEST_KEYS } from "../../support/keys.ts";
import { ask, type Sdk } from "../driver.ts";
import type { Notified } from "./notified.ts";

const { dev } = TEST_KEYS;
const KEY = { key: dev.id, secret: dev.secret };

export function notifyContract(sdk: Sdk, transport: string): void {
	let folder = "";
	let worker: Running | undefined;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "parlour-sdk-"));
		worker = await start({ keys: PARLOUR_KEYS, storage: folder, log: () => {} });
	});
	afterAll(async () => {
		await worker?.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const channel = { context: "sdk", component: "plain", area: transport, item: 7, details: "é" };
	const notify = async (messages: unknown, key: object = KEY) =>
		ask<Notified>(sdk, { do: "notify", url: worker?.url, transport, messages, ...key });
	const history = async (of: object) => {
		const [hash = ""] = await ask<string[]>(sdk, { do: "hashes", channels: [{ ...KEY, channel: of }] });
		const answer = await fetch(`${worker?.url}${channelPath(hash, "history")}?limit=200`);
		expect(answer.status).toBe(200);
		return (await answer.json()) as { events: { seq: number; name: string; data: Json; id?: string }[] };
	};

	test("[NOTIFY1] [NOTIFY6] each message is in the log once, in order", async () => {
		const data = [{ text: "ü 🦋 \u2028 /" }, [1, 1.5, null], "x", null];
		const messages = data.map((one, index) => ({ channel, name: `n.${index}`, data: one, id: `id-${index}` }));
		const { results } = await notify(messages);
		expect(results.map(({ ok, seq }) => ({ ok, seq }))).toEqual([1, 2, 3, 4].map((seq) => ({ ok: true, seq })));
		// Sent a second time under the same ids, from another process.
		expect((await notify(messages)).results.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
		const { events } = await history(channel);
		expect(events.map((event) => [event.name, event.data])).toEqual(messages.map((one) => [one.name, one.data]));
	});

	test("more than a hundred are each in the log once, in order", async () => {
		const many = Array.from({ length: 120 }, (_, data) => ({ channel: { ...channel, item: "many" }, name: "n", data }));
		const { results } = await notify(many);
		expect(results.map(({ seq }) => seq)).toEqual(many.map(({ data }) => data + 1));
		const { events } = await history({ ...channel, item: "many" });
		expect(events.map(({ data }) => data)).toEqual(many.map(({ data }) => data));
	});

	test("[NOTIFY2] [NOTIFY3] a fault of one message leaves the others be", async () => {
		const [hash] = await ask<string[]>(sdk, { do: "hashes", channels: [{ ...KEY, channel: { item: "by hash" } }] });
		const { results, slept } = await notify([
			{ hash, name: "n", data: 1 },
			{ channel: { item: "x".repeat(201) }, name: "n", data: 2 },
			{ hash: "dev.x.y", name: "n", data: 3 },
			{ channel: {}, name: "n", data: 4 },
		]);
		expect(results.map(({ ok, fault }) => (ok ? "ok" : fault.code))).toEqual(["ok", "bad_request", "bad_hash", "ok"]);
		expect(slept).toEqual([]);
		expect((await history({ item: "by hash" })).events.map(({ data }) => data)).toEqual([1]);
	});

	test("[NOTIFY9] [SDK7] [LOG8] users are excluded by texts and by integers, alone and in a list", async () => {
		const there = { ...channel, item: "excluded" };
		const excluded = [42, "42", [42], ["ada", 42]];
		const { results } = await notify(excluded.map((exclude) => ({ channel: there, name: "n", exclude })));
		expect(results.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
		const ticket = await ask<string>(sdk, { do: "ticket", ...KEY, options: { user: 42 } });
		const [hash = ""] = await ask<string[]>(sdk, { do: "hashes", channels: [{ ...KEY, channel: there }] });
		const headers = { Authorization: `Bearer ${ticket}` };
		const seen = await fetch(`${worker?.url}${channelPath(hash, "history")}`, { headers });
		expect(await seen.json()).toMatchObject({ events: [] });
		expect((await history(there)).events).toHaveLength(4);
	});

	test("[NOTIFY4] a conditional message that lost is a conflict", async () => {
		const there = { ...channel, item: "conditional" };
		expect((await notify({ channel: there, name: "n", data: 1, expectHead: 0 })).results).toMatchObject({ seq: 1 });
		const lost = await notify([{ channel: there, name: "n", data: 2, expectHead: 0 }]);
		expect(lost.results).toMatchObject([{ ok: false, fault: { code: "conflict" } }]);
	});

	test("[HTTP3] a wrong secret is refused, and the error names neither", async () => {
		const failed = await notify({ channel, name: "n" }, { key: dev.id, secret: `${dev.secret}x` });
		expect(failed).toMatchObject({ code: "bad_credentials", status: 401 });
		expect(failed.text).not.toContain(dev.secret);
	});
}
