import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { AlarmClock } from "../../src/rooms/do/alarm-clock.ts";
import { objectHost } from "../../src/rooms/do/host.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { basic, hashOf, originToken, ticketOf } from "../support/tokens.ts";
import { openAs } from "./support/socket.ts";
import { ask, askJson, faultCode, isAwake, newChannel, pathOf, publish, roomOf } from "./support/worker.ts";

const refuse = () => Promise.reject(new Error("not asked for"));

describe("paths and methods", () => {
	test.each([
		"/",
		"/v1",
		"/v1/",
		"/v1/nothing",
		"/v2/notify",
		"/v1/channels",
		"/v1/channels/x/nothing",
		"/parties/main/x",
	])("[HTTP2][HTTP1] %s is not found", async (path) => {
		const answer = await askJson(path);
		expect([answer.status, faultCode(answer)]).toEqual([404, "not_found"]);
		expect(answer.headers.get("Content-Type")).toContain("application/json");
	});

	test.each([
		["GET", "/v1/notify"],
		["PUT", "/v1/notify"],
		["GET", "/v1/hash"],
		["POST", "/v1/health"],
		["POST", "/parties/channel/HASH"],
		["POST", "/v1/channels/HASH/poll"],
		["DELETE", "/v1/channels/HASH/history"],
		["GET", "/v1/channels/HASH/publish"],
		["GET", "/v1/channels/HASH/signal"],
		["PUT", "/v1/channels/HASH/socket"],
	])("[HTTP2] %s %s is a bad method", async (method, path) => {
		const response = await ask(path.replace("HASH", await hashOf(newChannel())), { method });
		expect(response.status).toBe(405);
		expect(await response.json()).toMatchObject({ fault: { code: "bad_method" } });
	});

	test("[HTTP10] health answers without credentials", async () => {
		const response = await ask("/v1/health");
		expect(response.status).toBe(200);
		expect(response.headers.get("Cache-Control")).toBe("no-store");
		expect(await response.json()).toEqual({ status: "ok" });
	});

	test("[HTTP10][HOOK9] health counts the webhooks that were lost", async () => {
		const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
		const before = Date.now();
		await runInDurableObject(roomOf(newChannel()), (_, ctx) => {
			const alarms = new AlarmClock(ctx.storage, null);
			objectHost(ctx, { alarms, verifyTicket: refuse, sign: refuse, isSigned: refuse }).report("webhook w was dropped");
		});
		expect(said.mock.calls).toEqual([["webhook w was dropped"]]);
		said.mockRestore();
		const { body } = await askJson("/v1/health");
		expect(body).toMatchObject({ status: "ok", lostWebhooks: { count: 1 } });
		expect((body as { lostWebhooks: { lastAt: number } }).lostWebhooks.lastAt).toBeGreaterThanOrEqual(before);
	});
});

describe("signing a hash", () => {
	test("[HTTP13][HASH2] gives the given channel, signed by the key that asked", async () => {
		const channel = { context: "é", item: 7 };
		for (const key of [TEST_KEYS.dev, TEST_KEYS.k2, TEST_KEYS.o1]) {
			const { body } = await askJson("/v1/hash", { channel }, { Authorization: basic(key) });
			expect(body).toEqual({ hash: await hashOf(channel, key) });
		}
		const { body } = await askJson("/v1/hash", { channel }, { Authorization: `Bearer ${await originToken()}` });
		expect(body).toEqual({ hash: await hashOf(channel) });
	});

	test.each([
		[{}],
		[{ channel: "x" }],
		[{ channel: { item: 1.5 } }],
		[{ channel: { item: true } }],
		[{ channel: { item: "x".repeat(201) } }],
		[{ channel: Object.fromEntries(["context", "component", "item"].map((name) => [name, "x".repeat(200)])) }],
	])("[HASH3][HASH4] refuses %j", async (body) => {
		const answer = await askJson("/v1/hash", body, { Authorization: basic() });
		expect([answer.status, faultCode(answer)]).toEqual([400, "bad_request"]);
	});

	test("[HTTP3] asks for credentials", async () => {
		expect(faultCode(await askJson("/v1/hash", { channel: {} }))).toBe("bad_credentials");
	});
});

describe("polling", () => {
	test("[POLL1][POLL2][POLL3] gives the head, then waits for what comes, once and in order", async () => {
		const channel = newChannel();
		const path = await pathOf(channel, "poll");
		const start = await askJson(path);
		expect(start.body["frames"]).toMatchObject([{ type: "welcome", resumed: "fresh" }]);
		const waiting = askJson(`${path}?since=${String(start.body["cursor"])}&wait=20`);
		await publish(channel, "a");
		const first = await waiting;
		expect(first.body["frames"]).toMatchObject([{ type: "event", seq: 1, name: "a" }]);
		await publish(channel, "b");
		await publish(channel, "c");
		const next = await askJson(`${path}?since=${String(first.body["cursor"])}`);
		expect(next.body["frames"]).toMatchObject([{ seq: 2 }, { seq: 3 }]);
	});

	test("[POLL8][FRAME12] sees what a socket sees, as the same member", async () => {
		const channel = newChannel();
		const socket = await openAs("ada", channel);
		const since = socket.of("welcome")[0]!.cursor;
		await publish(channel, "a", { data: 1 });
		await publish(channel, "b", { exclude: "ada" });
		await socket.take("skip");
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const { body } = await askJson(`${await pathOf(channel, "poll")}?since=${since}`, undefined, headers);
		expect(body["frames"]).toEqual(socket.frames.filter(({ type }) => type === "event" || type === "skip"));
	});

	test.each(["0.5", "-1", "26", "1e1", "x", "0x1"])("[POLL4] wait=%s is a bad request", async (wait) => {
		const answer = await askJson(`${await pathOf(newChannel(), "poll")}?wait=${wait}`);
		expect([answer.status, faultCode(answer)]).toEqual([400, "bad_request"]);
	});

	test.each(["x", "e:-1", ":1", "e:1:1"])("[POLL7] since=%s is a bad cursor, and wakes no room", async (since) => {
		const channel = newChannel();
		const answer = await askJson(`${await pathOf(channel, "poll")}?since=${since}&wait=20`);
		expect([answer.status, faultCode(answer)]).toEqual([400, "bad_cursor"]);
		expect(await isAwake(channel)).toBe(false);
	});

	test("[POLL5][POLL6] says hello where asked, and a fresh welcome to a cursor from elsewhere", async () => {
		const channel = newChannel();
		const { cursor } = await publish(channel, "a");
		const path = await pathOf(channel, "poll");
		const hello = await askJson(`${path}?since=${cursor}&wait=20&hello=1`);
		expect(hello.body["frames"]).toMatchObject([{ type: "welcome", resumed: "complete" }]);
		const foreign = await askJson(`${path}?since=otherepoch:5&wait=20`);
		expect(foreign.body).toMatchObject({ cursor, frames: [{ type: "welcome", resumed: "fresh" }] });
	});
});

describe("the history", () => {
	test("[LOG11] is given to pages and origins", async () => {
		const channel = newChannel();
		for (const name of ["a", "b", "c"]) await publish(channel, name);
		const path = await pathOf(channel, "history");
		const newest = await askJson(`${path}?limit=2`);
		expect(newest.body).toMatchObject({ events: [{ seq: 2 }, { seq: 3 }], more: true });
		const older = await askJson(`${path}?before=2`, undefined, { Authorization: basic() });
		expect(older.body).toMatchObject({ events: [{ seq: 1, name: "a" }], more: false });
		expect((await askJson(`${path}?after=2`)).body).toMatchObject({ events: [{ seq: 3 }], more: false });
	});

	test.each([
		["limit=0", 400, "bad_request"],
		["limit=201", 400, "bad_request"],
		["limit=1.5", 400, "bad_request"],
		["limit=x", 400, "bad_request"],
		["before=x", 400, "bad_cursor"],
		["after=-1", 400, "bad_cursor"],
		["after=5", 410, "unknown_cursor"],
		["before=otherepoch:0", 410, "unknown_cursor"],
	])("[LOG12] with %s answers %d", async (query, status, code) => {
		const answer = await askJson(`${await pathOf(newChannel(), "history")}?${query}`);
		expect([answer.status, faultCode(answer)]).toEqual([status, code]);
	});
});

describe("across origins", () => {
	const Origin = "https://pages.example";

	test("[HTTP9] the preflight of a browser call is answered with methods and headers, and wakes no room", async () => {
		const channel = newChannel();
		for (const action of ["poll", "publish", "history"]) {
			const headers = {
				Origin,
				"Access-Control-Request-Method": "POST",
				"Access-Control-Request-Headers": "authorization",
			};
			const response = await ask(await pathOf(channel, action), { method: "OPTIONS", headers });
			expect(response.status).toBe(204);
			expect(response.headers.get("Access-Control-Allow-Origin")).toBe(Origin);
			expect(response.headers.get("Access-Control-Allow-Methods")).toContain("POST");
			expect(response.headers.get("Access-Control-Allow-Headers")?.toLowerCase()).toContain("authorization");
			expect(response.headers.get("Vary")).toContain("Origin");
		}
		expect(await isAwake(channel)).toBe(false);
	});

	test("[HTTP9] answers and faults name the origin, and never allow credentials", async () => {
		const path = await pathOf(newChannel(), "poll");
		for (const asked of [path, `${path}?since=x`, `${path}?wait=99`, "/v1/channels/none/poll"]) {
			const response = await ask(asked, { headers: { Origin } });
			expect(response.headers.get("Access-Control-Allow-Origin")).toBe(Origin);
			expect(response.headers.get("Vary")).toContain("Origin");
			expect(response.headers.has("Access-Control-Allow-Credentials")).toBe(false);
			await response.text();
		}
	});

	test("[HTTP9] neither a call without an origin nor an origin's call carries such headers", async () => {
		const plain = await ask(await pathOf(newChannel(), "poll"));
		expect(plain.headers.has("Access-Control-Allow-Origin")).toBe(false);
		const called = await askJson("/v1/hash", { channel: {} }, { Authorization: basic(), Origin });
		expect(called.headers.has("Access-Control-Allow-Origin")).toBe(false);
	});

	test("[HTTP9][SOCKET1] an upgrade carries none either", async () => {
		const response = await ask(await pathOf(newChannel(), "socket"), { headers: { Upgrade: "websocket", Origin } });
		response.webSocket?.accept();
		expect(response.status).toBe(101);
		expect(response.headers.has("Access-Control-Allow-Origin")).toBe(false);
		response.webSocket?.close();
	});
});
