import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeOrigin, fault, type Reply, storeAll } from "./fake.ts";

const message = { channel: { item: 7 }, name: "1" };
const lost = (): Error => new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });

afterEach(() => {
	vi.restoreAllMocks();
});

describe("notify, where something fails that may pass", () => {
	test("[LOG2] sends the same id again, so that no message is stored twice", async () => {
		const { origin, sent } = fakeOrigin((request, index) => (index < 2 ? lost() : storeAll(request)));
		expect(await origin.notify([message, { ...message, name: "2", id: "mine" }])).toMatchObject([
			{ seq: 1 },
			{ seq: 2 },
		]);
		expect(sent.map(({ messages }) => messages.map(({ id }) => id))).toEqual([
			["id-1", "mine"],
			["id-1", "mine"],
			["id-1", "mine"],
		]);
	});

	test.for<[string, Reply]>([
		["a lost connection", lost()],
		["429", fault(429, "rate_limited")],
		["503 of the deployment", fault(503, "overloaded")],
		["500 of something in front of it", { status: 500, body: "<h1>oops</h1>" }],
	])("tries again after %s", async ([, reply]) => {
		const { origin, sent } = fakeOrigin((request, index) => (index === 0 ? reply : storeAll(request)));
		expect(await origin.notify(message)).toMatchObject({ ok: true });
		expect(sent).toHaveLength(2);
	});

	test.for<[string, Reply]>([
		["what will fail again", fault(413, "too_large")],
		["what the deployment does not offer", fault(501, "not_supported")],
		["an answer that is not Parlour's", { status: 200, body: "<h1>hello</h1>" }],
		["an answer without the results", { status: 200, body: { results: [] } }],
		["404 of something in front of it", { status: 404, body: "<h1>where?</h1>" }],
		[
			"a redirect, which is not followed",
			{ status: 307, body: "", headers: { Location: "https://elsewhere.example/" } },
		],
		["a fault of 4xx whose code is newer than this", fault(422, "from_the_future")],
	])("does not try again after %s", async ([, reply]) => {
		const { origin, sent } = fakeOrigin(() => reply);
		await expect(origin.notify(message)).rejects.toMatchObject({ name: "OriginError" });
		expect(sent.map(({ redirect }) => redirect)).toEqual(["manual"]);
	});

	test("[SDK1] waits with full jitter under a ceiling that doubles, as often as fits into half a minute", async () => {
		const { origin, sent, ports } = fakeOrigin(lost);
		await expect(origin.notify(message)).rejects.toMatchObject({ code: "unreachable" });
		expect(ports.slept).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 5250]);
		expect(sent).toHaveLength(9);
	});

	test("[SDK1] finds a deployment again that was away for 29 seconds", async () => {
		const { origin, ports } = fakeOrigin((request) => (ports.now() < 29_000 ? lost() : storeAll(request)));
		expect(await origin.notify(message)).toMatchObject({ ok: true });
	});

	test("[SDK1] takes no longer than it is allowed to, and gives no attempt more than what is left", async () => {
		const timeout = vi.spyOn(AbortSignal, "timeout");
		const { origin, ports } = fakeOrigin(lost, { timeoutMs: 2_000 });
		await expect(origin.notify(message)).rejects.toMatchObject({ code: "unreachable" });
		expect(ports.slept).toEqual([250, 500, 750]);
		expect(timeout.mock.calls.flat()).toEqual([2_000, 1_750, 1_250, 500]);
	});

	test("[SDK2] fails at once after nobody answered, and lets one attempt decide after some seconds", async () => {
		let isThere = false;
		const { origin, sent, ports } = fakeOrigin((request) => (isThere ? storeAll(request) : lost()));
		await expect(origin.notify(message)).rejects.toMatchObject({ code: "unreachable", retryAfter: undefined });
		const tried = sent.length;
		await ports.sleep(1_000);
		await expect(origin.notify(message)).rejects.toMatchObject({ code: "unreachable", retryAfter: 4_000 });
		await expect(origin.kick("k.h.s", "ada")).rejects.toThrow("Not sent");
		expect(sent).toHaveLength(tried);
		await ports.sleep(4_000);
		await expect(origin.notify(message)).rejects.toThrow("No answer");
		await expect(origin.notify(message)).rejects.toThrow("Not sent");
		expect(sent).toHaveLength(tried + 1);
		isThere = true;
		await ports.sleep(5_000);
		expect(await origin.notify(message)).toMatchObject({ ok: true });
		isThere = false;
		await expect(origin.notify(message)).rejects.toThrow("No answer");
		expect(sent.length).toBeGreaterThan(tried + 5);
	});

	test.for<[string, Reply]>([
		["asks for fewer requests", fault(429, "rate_limited")],
		["refuses", fault(403, "forbidden")],
		[
			"has an overloaded room",
			{ status: 200, body: { results: [{ fault: { code: "overloaded", message: "Later." } }] } },
		],
	])("[SDK2] does not fail fast after a deployment %s", async ([, reply]) => {
		const { origin, sent } = fakeOrigin(() => reply);
		await origin.notify(message).catch(() => {});
		const tried = sent.length;
		await origin.notify(message).catch(() => {});
		expect(sent).toHaveLength(2 * tried);
	});

	test("[SDK2] failing fast can be switched off", async () => {
		const { origin, sent } = fakeOrigin(lost, { failFastMs: 0 });
		await expect(origin.notify(message)).rejects.toThrow("No answer");
		await expect(origin.notify(message)).rejects.toThrow("No answer");
		expect(sent).toHaveLength(18);
	});

	test.for([{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { timeoutMs: 1.5 }, { failFastMs: -1 }])(
		"refuses %j as times",
		(times) => {
			expect(() => fakeOrigin(lost, times)).toThrow(Object.keys(times)[0]);
		},
	);

	test("waits for as long as it is asked to, in the fault or in the header", async () => {
		const { origin, ports } = fakeOrigin((request, index) => {
			if (index === 0) return fault(429, "rate_limited", { retryAfter: 4000 });
			return index === 1 ? { status: 503, body: "", headers: { "Retry-After": "3" } } : storeAll(request);
		});
		await origin.notify(message);
		expect(ports.slept).toEqual([4250, 3500]);
	});

	test("reads Retry-After as a date, and one that makes no sense as none", async () => {
		const dates = [new Date(4_000).toUTCString(), new Date(-9_000).toUTCString(), "soon", ""];
		const { origin, ports } = fakeOrigin((request, index) => {
			const date = dates[index];
			return date === undefined ? storeAll(request) : { status: 503, body: "", headers: { "Retry-After": date } };
		});
		await origin.notify(message);
		expect(ports.slept).toEqual([4250, 500, 1000, 2000]);
	});

	test("gives up at once where the wait would be longer than its time", async () => {
		const { origin, ports } = fakeOrigin(() => fault(429, "rate_limited", { retryAfter: 60_000 }));
		await expect(origin.notify(message)).rejects.toMatchObject({ code: "rate_limited", retryAfter: 60_000 });
		expect(ports.slept).toEqual([]);
	});

	test("sends again only the messages of a room that was overloaded", async () => {
		const overloaded = { fault: { code: "overloaded", message: "Later." } };
		const { origin, sent } = fakeOrigin((request, index) => {
			if (index > 0) return storeAll(request);
			return { status: 200, body: { results: [{ seq: 1, at: 5, cursor: "e:1", recipients: 0 }, overloaded] } };
		});
		const results = await origin.notify([message, { ...message, name: "2" }]);
		expect(results).toMatchObject([{ seq: 1 }, { ok: true, seq: 2 }]);
		expect(sent.map(({ messages }) => messages.map(({ id }) => id))).toEqual([["id-1", "id-2"], ["id-2"]]);
	});

	test.for<[string, Reply]>([
		["a lasting fault", fault(401, "bad_credentials")],
		["an answer that makes no sense", { status: 404, body: "" }],
		["no answer", lost()],
	])("keeps the results of what was stored where sending the rest again ends in %s", async ([, reply]) => {
		const overloaded = { code: "overloaded", message: "Later." };
		const { origin } = fakeOrigin((_, index) => {
			if (index > 0) return reply;
			return {
				status: 200,
				body: { results: [{ seq: 1, at: 5, cursor: "e:1", recipients: 0 }, { fault: overloaded }] },
			};
		});
		const results = await origin.notify([message, { ...message, name: "2" }]);
		expect(results).toMatchObject([
			{ ok: true, seq: 1 },
			{ ok: false, fault: overloaded },
		]);
	});

	test("answers with the fault of a message whose room stays overloaded", async () => {
		const overloaded = { code: "overloaded", message: "Later." };
		const { origin, sent } = fakeOrigin(() => ({ status: 200, body: { results: [{ fault: overloaded }] } }));
		expect(await origin.notify(message)).toEqual({ ok: false, fault: overloaded });
		expect(sent).toHaveLength(9);
	});

	test("waits longer for an answer that waits for receipts", async () => {
		const timeout = vi.spyOn(AbortSignal, "timeout");
		const { origin } = fakeOrigin(({ messages }) => ({
			status: 200,
			body: { results: messages.map((_, n) => ({ seq: n + 1, at: 0, cursor: "e:1", recipients: 0 })) },
		}));
		await origin.notify([message, { ...message, receipts: { wait: 20_000 } }]);
		await origin.notify(message);
		expect(timeout.mock.calls).toEqual([[30_000], [10_000]]);
	});

	test("[HTTP12] no error holds the secret, whatever fetch throws", async () => {
		const telling = Object.assign(new Error("canary-secret-ü"), {
			cause: { code: "canary-secret-ü" },
			config: "canary-secret-ü",
		});
		const replies = [telling, fault(401, "bad_credentials"), { status: 200, body: "canary-secret-ü" }];
		for (const reply of replies) {
			const error: unknown = await fakeOrigin(() => reply)
				.origin.notify(message)
				.catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(Error);
			expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
		}
	});
});
