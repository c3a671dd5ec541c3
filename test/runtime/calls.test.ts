import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { channelPath } from "../../src/protocol/paths.ts";
import { range } from "../support/room.ts";
import { ticketOf } from "../support/tokens.ts";
import { hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";
import { WebhookOrigin } from "./support/webhook-origin.ts";

async function setUp(item: string) {
	const origin = await new WebhookOrigin().up();
	const { url } = await runtime({ webhook: origin.url });
	const hash = await hashOf({ component: "asks", item });
	const open = async (user: string) => {
		const reader = new Reader(url, hash, undefined, await ticketOf(user, { name: user.toUpperCase() }));
		await reader.welcome();
		return reader;
	};
	return { url, origin, hash, open };
}

describe("calls", () => {
	test("[CALL1][CALL2][HOOK1] reach the origin signed, and its answer the caller alone", async () => {
		const { url, origin, hash, open } = await setUp("one");
		const [ada, tab, bob] = [await open("ada"), await open("ada"), await open("bob")];
		origin.answer = ({ data }) => ({ body: JSON.stringify({ echo: data.data }) });
		ada.send({ type: "call", ref: "r", data: { choice: "ü" }, component: "vote" });
		await ada.until(() => ada.of("reply").length === 1);
		expect(ada.of("reply")).toEqual([{ type: "reply", ref: "r", data: { echo: { choice: "ü" } } }]);
		expect(origin.forged).toEqual([]);
		expect(origin.told).toMatchObject([
			{
				type: "call",
				data: {
					app: "test",
					channel: { component: "asks", item: "one" },
					user: { id: "ada", name: "ADA", role: "member" },
					component: "vote",
					data: { choice: "ü" },
				},
			},
		]);
		await notify(url, hash, [{ name: "after", data: 1 }]);
		for (const other of [tab, bob]) {
			await other.until(({ events }) => events.length === 1);
			expect(other.frames.filter(({ type }) => type === "reply" || type === "signal")).toEqual([]);
		}
	});

	test("[CALL1][CALL4] go over HTTP too, with the origin's own message where it refuses", async () => {
		const { url, origin, hash } = await setUp("http");
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const call = async (data: unknown) => {
			const response = await fetch(url + channelPath(hash, "call"), {
				method: "POST",
				headers,
				body: JSON.stringify({ data }),
			});
			return { status: response.status, body: (await response.json()) as unknown };
		};
		origin.answer = () => ({ body: "[1,2]" });
		expect(await call(1)).toEqual({ status: 200, body: { data: [1, 2] } });
		origin.answer = () => ({ status: 403, body: '{"error":{"message":"Not today."}}' });
		expect(await call(1)).toEqual({
			status: 502,
			body: { fault: { code: "origin_failed", message: "Not today." } },
		});
		origin.answer = () => ({ body: JSON.stringify("x".repeat(LIMITS.callAnswerBytes - 2)) });
		expect((await call(1)).status).toBe(200);
		origin.answer = () => ({ body: JSON.stringify("x".repeat(LIMITS.callAnswerBytes - 1)) });
		expect(await call(1)).toMatchObject({ status: 502, body: { fault: { code: "origin_failed" } } });
		await origin.down();
		expect(await call(1)).toMatchObject({ status: 502, body: { fault: { code: "origin_failed" } } });
		expect((await fetch(url + channelPath(hash, "call"), { method: "POST", body: '{"data":1}' })).status).toBe(401);
	});

	test("[CALL3][CALL5] to an origin that is slow hold up nobody, and are given up after their time", async () => {
		const { url, origin, hash, open } = await setUp("slow");
		const [ada, bob] = [await open("ada"), await open("bob")];
		const { promise: over, resolve: end } = Promise.withResolvers<void>();
		origin.answer = async ({ data }) => {
			if (data.data === "slow") await over;
			return { body: JSON.stringify(data.data) };
		};
		const begun = performance.now();
		for (const n of range(1, LIMITS.callsPerSocket + 1)) ada.send({ type: "call", ref: String(n), data: "slow" });
		await ada.until(() => ada.of("fault").length === 1);
		expect(ada.of("fault")).toMatchObject([{ ref: String(LIMITS.callsPerSocket + 1), code: "rate_limited" }]);
		bob.send({ type: "call", ref: "b", data: "fast" });
		await bob.until(() => bob.of("reply").length === 1);
		await notify(url, hash, [{ name: "news", data: 1 }]);
		await ada.until(({ events }) => events.length === 1);
		expect(performance.now() - begun, "all that was while the slow ones waited").toBeLessThan(LIMITS.callMs);
		await ada.until(() => ada.of("fault").length === 1 + LIMITS.callsPerSocket);
		expect(performance.now() - begun).toBeGreaterThanOrEqual(LIMITS.callMs - 100);
		expect(
			new Set(
				ada
					.of("fault")
					.slice(1)
					.map(({ code }) => code),
			),
		).toEqual(new Set(["origin_timeout"]));
		ada.send({ type: "call", ref: "again", data: "fast" });
		await ada.until(() => ada.of("reply").length === 1);
		end();
	});

	test("[CALL6] are not supported by a deployment without an address", async () => {
		const { url } = await runtime();
		const hash = await hashOf({ component: "asks", item: "none" });
		const ada = new Reader(url, hash, undefined, await ticketOf("ada"));
		await ada.welcome();
		ada.send({ type: "call", ref: "r", data: 1 });
		await ada.until(() => ada.of("fault").length === 1);
		expect(ada.of("fault")).toMatchObject([{ ref: "r", code: "not_supported" }]);
	});
});
