import { afterAll, beforeAll, expect, test } from "vitest";
import { TEST_KEYS } from "../../support/keys.ts";
import { ask, type Sdk } from "../driver.ts";
import { ScriptedServer, type Step } from "../scripted-server.ts";
import type { Notified } from "./notified.ts";

const { dev } = TEST_KEYS;
const KEY = { key: dev.id, secret: dev.secret };

export function retryContract(sdk: Sdk, transport: string): void {
	const server = new ScriptedServer();
	let url = "";
	beforeAll(async () => {
		url = await server.listen();
	});
	afterAll(async () => server.close());

	const notify = async (messages: unknown, options: object = {}) =>
		ask<Notified>(sdk, { do: "notify", url, ...KEY, transport, hurry: true, messages, ...options });
	const messages = [1, 2, 3].map((data) => ({ channel: { item: 7 }, name: "n", data }));

	const failures: { name: string; steps: Step[] }[] = [
		{ name: "a connection that is cut", steps: ["hang up"] },
		{ name: "an answer that is lost after all was stored", steps: ["store and hang up"] },
		{ name: "an answer that breaks off", steps: ["store and break off"] },
		{ name: "a 500, a 502 and a 503", steps: [{ status: 500 }, { status: 502 }, { status: 503 }] },
		{ name: "an overloaded deployment", steps: [fault(503, "overloaded")] },
		{ name: "a 429", steps: [{ status: 429 }, fault(429, "rate_limited")] },
	];
	test.each(failures)("[LOG2] $name is tried again, and nothing is stored twice", async ({ steps }) => {
		server.script(...steps);
		const { results, slept } = await notify(messages);
		expect(results.map(({ seq }) => seq)).toEqual([1, 2, 3]);
		expect(slept).toHaveLength(steps.length);
		expect([...server.stored.values()]).toEqual([1, 2, 3]);
		const ids = server.requests.map((sent) => sent.map(({ id }) => id));
		expect(ids).toEqual(ids.map(() => ids[0]));
		expect(new Set(ids[0]).size).toBe(3);
	});

	test("Retry-After is kept, in both of its forms and in the fault", async () => {
		const date = new Date(Date.now() + 15_000).toUTCString();
		server.script(
			{ status: 503, headers: { "Retry-After": "2" } },
			{ status: 429, headers: { "Retry-After": date } },
			fault(503, "overloaded", 1_500),
		);
		const { slept } = await notify(messages);
		const [first = 0, second = 0, third = 0] = slept;
		expect(first).toBeGreaterThanOrEqual(2_000);
		expect(first).toBeLessThan(2_250);
		expect(second).toBeGreaterThanOrEqual(3_000);
		expect(third).toBeGreaterThanOrEqual(1_500);
		expect(third).toBeLessThan(2_500);
	});

	test("it waits for real", async () => {
		server.script({ status: 503, headers: { "Retry-After": "1" } });
		const begun = performance.now();
		await notify(messages, { hurry: false });
		expect(performance.now() - begun).toBeGreaterThan(1_000);
	});

	test("[SDK1] it gives up after half a minute of attempts, and says so without the secret", async () => {
		server.script(...Array.from({ length: 99 }, () => fault(503, "overloaded")));
		const failed = await notify(messages);
		expect(failed).toMatchObject({ code: "overloaded", status: 503 });
		expect(failed.text).not.toContain(dev.secret);
		expect(server.requests.length).toBeGreaterThan(7);
		expect(failed.slept).toHaveLength(server.requests.length - 1);
		// What is left is for the last attempt, and for the attempts themselves.
		expect(total(failed.slept)).toBeGreaterThan(27_000);
		expect(total(failed.slept)).toBeLessThanOrEqual(29_000);
	});

	test("[SDK1] the time is an option", async () => {
		server.script(...Array.from({ length: 99 }, () => fault(503, "overloaded")));
		const failed = await notify(messages, { timeoutMs: 4_000 });
		expect(total(failed.slept)).toBeLessThanOrEqual(3_000);
		expect(total(failed.slept)).toBeGreaterThan(1_500);
	});

	test("[SDK2] the next one fails at once, with the same code", async () => {
		server.script(...Array.from({ length: 99 }, () => fault(503, "overloaded")));
		const { next, slept } = await notify(messages, { again: true });
		expect(next).toMatchObject({ code: "overloaded", status: 503, slept });
		expect(next?.message).toMatch(/^Not sent/);
		expect(next?.retryAfter).toBeGreaterThan(0);
		expect(next?.retryAfter).toBeLessThanOrEqual(5_000);
		expect(server.requests).toHaveLength(slept.length + 1);
	});

	test("[SDK2] failing at once can be switched off", async () => {
		server.script(...Array.from({ length: 99 }, () => fault(503, "overloaded")));
		const { next, slept } = await notify(messages, { again: true, timeoutMs: 1_000, failFastMs: 0 });
		expect(next?.message).not.toMatch(/^Not sent/);
		expect(next?.slept.length).toBeGreaterThan(slept.length);
	});

	test.each([
		[{ dta: 1 }, 'messages[1] has no field "dta". Did you mean "data"?'],
		[{ expect_head: 1 }, 'messages[1] has no field "expect_head". Did you mean "expectHead"?'],
		[{ channel: { contxt: 1 } }, 'messages[1].channel has no field "contxt". Did you mean "context"?'],
		[{ receipts: { wiat: 1 } }, 'messages[1].receipts has no field "wiat". Did you mean "wait"?'],
		[
			{ zebra: 1 },
			'messages[1] has no field "zebra". It takes channel, hash, name, data, id, exclude, expectHead, receipts.',
		],
	])("[SDK3] a slip as in %j is refused before anything is sent", async (slip, message) => {
		server.script();
		const failed = await notify([messages[0], { ...messages[1], ...slip }]);
		expect(failed).toMatchObject({ code: "bad_request", message });
		expect(server.requests).toEqual([]);
	});

	test("[SDK8] an expectHead without a value is refused before anything is sent, and is not the same as none", async () => {
		server.script();
		expect(await notify([messages[0], { ...messages[1], expectHead: null }])).toMatchObject({
			code: "bad_request",
			message: "messages[1].expectHead has no value; leave it out where there is no condition.",
		});
		expect(server.requests).toEqual([]);
	});

	test("[SDK3] a slip in a channel is not signed", async () => {
		const channels = [{ ...KEY, channel: { contxt: "course:15" } }];
		expect(await ask(sdk, { do: "hashes", channels })).toEqual({
			code: "bad_request",
			message: 'channel has no field "contxt". Did you mean "context"?',
		});
	});

	test.each([
		["secret is", { secret: "" }],
		["key is missing", { key: "" }],
		["key is malformed", { key: "a.b" }],
	])("[SDK4] %s said of %j", async (message, wrong) => {
		const [channels, expected] = [[{ ...KEY, channel: {}, ...wrong }], expect.stringContaining(message) as unknown];
		expect(await ask(sdk, { do: "hashes", channels })).toEqual({ code: "bad_request", message: expected });
	});

	test("what lasts is not tried again, and a redirect is not followed", async () => {
		for (const step of [fault(401, "bad_credentials"), { status: 307, headers: { Location: `${url}/elsewhere` } }]) {
			server.script(step);
			expect(await notify(messages)).toMatchObject({ status: step.status, slept: [] });
			expect(server.requests).toHaveLength(1);
		}
	});

	test("where nobody listens, the error says so and holds no secret", async () => {
		const failed = await notify(messages, { url: "http://127.0.0.1:1" });
		expect(failed).toMatchObject({ code: "unreachable", status: null });
		expect(failed.slept.length).toBeGreaterThan(6);
		expect(failed.text).not.toContain(dev.secret);
		expect(failed.text).not.toContain(Buffer.from(`${dev.id}:${dev.secret}`).toString("base64"));
	});

	test("more than a hundred go in several requests, in order", async () => {
		server.script("store", "hang up");
		const many = Array.from({ length: 250 }, (_, data) => ({ channel: { item: 7 }, name: "n", data }));
		const { results } = await notify(many);
		expect(server.requests.map((sent) => sent.length)).toEqual([100, 100, 100, 50]);
		expect([...server.stored.values()]).toEqual(many.map(({ data }) => data));
		expect(results.map(({ seq }) => seq)).toEqual(many.map(({ data }) => data + 1));
	});
}

function total(slept: readonly number[]): number {
	return slept.reduce((sum, one) => sum + one, 0);
}

function fault(status: number, code: string, retryAfter?: number) {
	return { status, body: { fault: { code, message: "m", retryAfter } } };
}
