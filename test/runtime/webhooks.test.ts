import { describe, expect, test } from "vitest";
import { channelPath } from "../../src/protocol/paths.ts";
import { range } from "../support/room.ts";
import { ticketOf } from "../support/tokens.ts";
import { basic, hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";
import { WebhookOrigin } from "./support/webhook-origin.ts";

/** A runtime whose rooms tell an origin, and a channel of an area in which they tell it all. */
async function setUp(item: string) {
	const origin = await new WebhookOrigin().up();
	const started = await runtime({ webhook: origin.url });
	return { ...started, origin, hash: await hashOf({ component: "chat", item }) };
}

function names(origin: WebhookOrigin): (string | undefined)[] {
	return origin.of("message.published").map(({ data }) => data.message?.name);
}

describe("webhooks", () => {
	test("[HOOK1][HOOK2][HOOK4][PRES3] tell an origin in order what happens, signed so that every key of the app verifies it", async () => {
		const { url, origin, hash } = await setUp("all");
		const ada = new Reader(url, hash, undefined, await ticketOf("ada", { name: "Ada" }));
		await ada.welcome();
		ada.send({ type: "publish", ref: "p", name: "say", data: "hi" });
		await ada.until(() => ada.of("ack").length === 1);
		await notify(url, hash, [{ name: "note", data: 1 }]);
		ada.socket.close();
		await origin.until((told) => told.some(({ type }) => type === "channel.vacated"));
		expect(origin.forged).toEqual([]);
		expect(origin.told.map(({ type }) => type)).toEqual([
			"channel.occupied",
			"member.joined",
			"message.published",
			"message.published",
			"member.left",
			"channel.vacated",
		]);
		const [, joined, said] = origin.told;
		const about = { app: "test", channel: { context: "", component: "chat", area: "", item: "all", details: "" } };
		expect(joined?.data).toEqual({ ...about, user: { id: "ada", name: "Ada" } });
		expect(said?.data).toMatchObject({ ...about, message: { seq: 1, name: "say", data: "hi", from: { id: "ada" } } });
		expect(said?.data.cursor).toMatch(/^[a-z0-9]+:1$/i);
		for (const { timestamp } of origin.told) expect(new Date(timestamp).toISOString()).toBe(timestamp);
		expect(new Set(origin.told.map(({ id }) => id)).size).toBe(6);
	});

	test("[HOOK4] hundreds of messages are told in order, each under an id of its own", async () => {
		const { url, origin, hash } = await setUp("many");
		const messages = range(1, 300).map((n) => ({ name: `m${n}`, data: n }));
		for (let at = 0; at < messages.length; at += 100) await notify(url, hash, messages.slice(at, at + 100));
		await origin.until((told) => told.length >= 300);
		expect(names(origin)).toEqual(messages.map(({ name }) => name));
		expect(new Set(origin.told.map(({ id }) => id)).size).toBe(300);
	});

	test("[HOOK5][HOOK4] outlive an origin that is down and a runtime that is killed", async () => {
		const { url, kill, restart, origin, hash } = await setUp("crash");
		await origin.down();
		for (const name of ["first", "second"]) await notify(url, hash, [{ name, data: 1 }]);
		await kill();
		await origin.up();
		await restart();
		// Nobody asks anything of the room: its alarm wakes it, after the first pause.
		await origin.until((told) => told.length >= 2);
		expect(names(origin)).toEqual(["first", "second"]);
		expect(origin.forged).toEqual([]);
	});

	test("[HOOK4][HOOK5][HOOK6] are repeated under the same id where the answer is no 2xx, a redirect included", async () => {
		const { url, origin, hash } = await setUp("again");
		const elsewhere = await new WebhookOrigin().up();
		const refusals = [{ status: 307, headers: { Location: elsewhere.url } }];
		origin.answer = () => refusals.shift() ?? {};
		await notify(url, hash, [{ name: "a", data: 1 }]);
		await origin.until((told) => told.length >= 2);
		expect(names(origin)).toEqual(["a", "a"]);
		expect(origin.told[0]?.id).toBe(origin.told[1]?.id);
		expect(elsewhere.told).toEqual([]);
	});

	test("[HOOK7] a message that was redacted before its webhook went out is told without its text", async () => {
		const { url, origin, hash } = await setUp("redacted");
		await origin.down();
		await notify(url, hash, [{ name: "canary", data: "canary" }]);
		const redacted = await fetch(url + channelPath(hash, "redact"), {
			method: "POST",
			headers: { Authorization: basic() },
			body: JSON.stringify({ seqs: [1] }),
		});
		expect(await redacted.json()).toEqual({ seqs: [1] });
		await origin.up();
		await origin.until((told) => told.length >= 2);
		expect(origin.told[0]?.data.message).toMatchObject({ seq: 1, redacted: true });
		expect(JSON.stringify(origin.told)).not.toContain("canary");
	});
});
