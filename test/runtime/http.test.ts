import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { API, channelPath, type ChannelAction } from "../../src/protocol/paths.ts";
import { Origin } from "../../src/origin/index.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { basic, hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { type Runtime, startRuntime } from "./support/runtime.ts";

const PAGE = "https://page.example";

describe("requests to the deployed Worker", () => {
	let runtime: Runtime;
	let url: string;
	beforeAll(async () => {
		runtime = await startRuntime();
		({ url } = runtime);
	});
	afterAll(async () => runtime.end());

	/** Status and, where there is one, the fault's code. */
	async function answerOf(path: string, init?: RequestInit): Promise<{ status: number; code: string | undefined }> {
		const response = await fetch(url + path, init);
		const body = (await response.json()) as { fault?: { code: string } };
		return { status: response.status, code: body.fault?.code };
	}

	test("[HTTP10] the health is told to anyone", async () => {
		expect(await answerOf(`${API}/health`)).toEqual({ status: 200, code: undefined });
	});

	test("[HTTP2] an unknown path is not found, and a known one names a wrong method", async () => {
		const hash = await hashOf({ component: "http", item: 1 });
		expect(await answerOf("/nothing")).toEqual({ status: 404, code: "not_found" });
		expect(await answerOf(`${API}/nothing`)).toEqual({ status: 404, code: "not_found" });
		expect(await answerOf(`${API}/notify`)).toEqual({ status: 405, code: "bad_method" });
		expect(await answerOf(channel(hash, "poll"), { method: "POST" })).toEqual({ status: 405, code: "bad_method" });
	});

	test("[SOCKET3] a socket's path asks for an upgrade", async () => {
		const hash = await hashOf({ component: "http", item: 1 });
		expect(await answerOf(channel(hash, "socket"))).toEqual({ status: 426, code: "upgrade_required" });
		expect(await answerOf(`/parties/channel/${hash}`)).toEqual({ status: 426, code: "upgrade_required" });
	});

	test("[POLL4] a poll's wait is a number of seconds within its limit", async () => {
		const hash = await hashOf({ component: "http", item: 1 });
		for (const wait of ["-1", "x", "1s", String(LIMITS.pollWaitSeconds + 1)])
			expect({ wait, ...(await answerOf(channel(hash, "poll", `?wait=${wait}`))) }).toEqual({
				wait,
				status: 400,
				code: "bad_request",
			});
		expect(await answerOf(channel(hash, "poll", `?wait=${LIMITS.pollWaitSeconds}`))).toMatchObject({ status: 200 });
	});

	test("[POLL7][RESUME5] a malformed cursor is refused, by a poll and by a socket", async () => {
		const hash = await hashOf({ component: "http", item: 1 });
		for (const since of ["x", "a:-1", "a:01", "a:1:2", ":1"]) {
			expect({ since, ...(await answerOf(channel(hash, "poll", `?since=${since}`))) }).toEqual({
				since,
				status: 400,
				code: "bad_cursor",
			});
			expect({ since, ...(await new Reader(url, hash, since).closed) }).toMatchObject({ since, code: 4010 });
		}
	});

	test("[HASH7][FRAME12] two keys of an app reach one room, and the same channel of another app is another room", async () => {
		const properties = { component: "http", item: 2 };
		const readers = await Promise.all(
			Object.values(TEST_KEYS).map(async (key) => new Reader(url, await hashOf(properties, key))),
		);
		const [first, second, foreign] = readers;
		const welcomes = await Promise.all(readers.map(async (reader) => reader.welcome()));
		expect(welcomes[0]?.cursor).toBe(welcomes[1]?.cursor);
		expect(welcomes[0]?.cursor).not.toBe(welcomes[2]?.cursor);
		const [result] = await notify(url, await hashOf(properties), [{ name: "note", data: 1 }]);
		expect(result).toMatchObject({ seq: 1, recipients: 2 });
		for (const reader of [first, second]) {
			await reader?.until(({ events }) => events.length === 1);
			expect(reader?.events[0]?.seq).toBe(result?.seq);
		}
		expect(await foreign?.ping()).toBe(welcomes[2]?.cursor);
		expect(foreign?.events).toEqual([]);
	});

	test("[TICKET2] a ticket of another app is a bad ticket", async () => {
		const hash = await hashOf({ component: "chat", item: 1 });
		const poll = async (ticket: string) =>
			answerOf(channel(hash, "poll"), { headers: { Authorization: `Bearer ${ticket}` } });
		expect(await poll(await ticketOf(url, TEST_KEYS.k2))).toMatchObject({ status: 200 });
		expect(await poll(await ticketOf(url, TEST_KEYS.o1))).toEqual({ status: 401, code: "bad_ticket" });
	});

	test("[HTTP4] an origin reaches no channel of another app", async () => {
		const foreign = await hashOf({ component: "http", item: 3 }, TEST_KEYS.o1);
		const body = JSON.stringify({ messages: [{ hash: foreign, name: "note" }] });
		const response = await fetch(`${url}${API}/notify`, { method: "POST", headers: { Authorization: basic() }, body });
		expect(await response.json()).toMatchObject({ results: [{ fault: { code: "forbidden" } }] });
		expect(await answerOf(channel(foreign, "history"), { headers: { Authorization: basic() } })).toEqual({
			status: 403,
			code: "forbidden",
		});
	});

	test("[HTTP13] a channel is signed for an origin that cannot, with the key that it authenticates with", async () => {
		const properties = { context: "c", component: "http", item: 4 };
		const response = await fetch(`${url}${API}/hash`, {
			method: "POST",
			headers: { Authorization: basic(TEST_KEYS.k2) },
			body: JSON.stringify({ channel: properties }),
		});
		expect(await response.json()).toEqual({ hash: await hashOf(properties, TEST_KEYS.k2) });
	});

	test("[HTTP5] a body over its limit is refused before it is parsed, also without a Content-Length", async () => {
		const hash = await hashOf({ component: "http", item: 5 });
		const publish = url + channel(hash, "publish");
		// Announced and never sent: nothing can have been parsed.
		expect(await announced(`${url}${API}/notify`, LIMITS.notifyBytes + 1)).toBe(413);
		expect(await announced(`${url}${API}/hash`, LIMITS.bodyBytes + 1)).toBe(413);
		expect(await announced(publish, LIMITS.messageBytes + LIMITS.envelopeBytes + 1)).toBe(413);
		// Not JSON: a parser that saw all of it would say bad_request, as it does within the limit.
		expect(await chunked(`${url}${API}/hash`, "x".repeat(LIMITS.bodyBytes + 1))).toBe(413);
		expect(await chunked(`${url}${API}/hash`, "x".repeat(LIMITS.bodyBytes))).toBe(400);
	});

	test("[HTTP9] answers to pages name the page's origin, faults and preflights included; answers to origins do not", async () => {
		const hash = await hashOf({ component: "http", item: 6 });
		const corsOf = async (path: string, init: { method?: string; headers?: Record<string, string> } = {}) => {
			const { headers } = await fetch(url + path, { ...init, headers: { ...init.headers, Origin: PAGE } });
			return { allowed: headers.get("Access-Control-Allow-Origin"), vary: headers.get("Vary") };
		};
		const admitted = { allowed: PAGE, vary: "Origin" };
		expect(await corsOf(channel(hash, "history"))).toEqual(admitted);
		expect(await corsOf(channel(hash, "poll", "?wait=x"))).toEqual(admitted);
		expect(await corsOf(channel(hash, "publish"), { method: "OPTIONS" })).toEqual(admitted);
		expect((await corsOf(`${API}/notify`, { method: "POST", headers: { Authorization: basic() } })).allowed).toBeNull();
		const preflight = await fetch(url + channel(hash, "publish"), { method: "OPTIONS", headers: { Origin: PAGE } });
		expect(preflight.status).toBe(204);
		expect(preflight.headers.get("Access-Control-Allow-Methods")).toContain("POST");
		expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
	});
});

/** Posts a body in chunks, without saying how long it is; answers the status. */
async function chunked(url: string, body: string): Promise<number | undefined> {
	const sent = request(url, { method: "POST", headers: { Authorization: basic(), "Transfer-Encoding": "chunked" } });
	sent.end(body);
	const [response] = (await once(sent, "response")) as [IncomingMessage];
	response.resume();
	return response.statusCode;
}

/** Says how long a body will be, and sends none of it; answers the status. */
async function announced(url: string, bytes: number): Promise<number | undefined> {
	const sent = request(url, { method: "POST", headers: { Authorization: basic(), "Content-Length": bytes } });
	sent.flushHeaders();
	const [response] = (await once(sent, "response")) as [IncomingMessage];
	sent.on("error", () => {}).destroy();
	return response.statusCode;
}

async function ticketOf(url: string, { id, secret }: { id: string; secret: string }): Promise<string> {
	return new Origin({ url, key: id, secret }).ticket({ user: "u1" });
}

function channel(hash: string, action: ChannelAction, query = ""): string {
	return channelPath(hash, action) + query;
}
