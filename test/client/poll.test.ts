import { beforeAll, describe, expect, it } from "vitest";
import { environmentOf } from "../../src/client/core/environment.ts";
import { pollTransport } from "../../src/client/core/lazy.ts";
import { POLL_PAUSE_MS } from "../../src/client/core/timing.ts";
import type { Json } from "../../src/client/index.ts";
import { readJson } from "../../src/protocol/json.ts";
import { HEARTBEAT_TIMEOUT_MS, POLL_WAIT_SECONDS } from "../../src/protocol/limits.ts";
import { ManualClock, settle } from "./support/clock.ts";
import { event, welcome } from "./support/frames.ts";

interface Request {
	readonly method: string;
	readonly path: string;
	readonly query: { readonly [key: string]: string };
	readonly ticket: string | null;
	readonly body: Json;
	readonly isAborted: () => boolean;
	readonly keepalive: boolean;
	answer(body: unknown, status?: number): Promise<void>;
	fail(): Promise<void>;
}

// What the transport loads when it is first used is here before the tests look for it.
beforeAll(() => import("../../src/client/core/over-http.ts"));

/** A poll whose server is the test. */
async function poll(address: { since?: string; ticket?: string } = {}) {
	const clock = new ManualClock();
	const requests: Request[] = [];
	const told: unknown[] = [];
	const fetch = (url: string, init: RequestInit): Promise<Response> =>
		new Promise((resolve, reject) => {
			const { pathname, searchParams } = new URL(url);
			init.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
			requests.push({
				method: init.method ?? "GET",
				path: pathname,
				query: Object.fromEntries(searchParams),
				ticket: new Headers(init.headers).get("authorization"),
				body: typeof init.body === "string" ? readJson(init.body) : null,
				keepalive: init.keepalive === true,
				isAborted: () => init.signal?.aborted === true,
				answer: async (body, status = 200) => {
					resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));
					await settle();
				},
				fail: async () => {
					reject(new TypeError("Failed to fetch"));
					await settle();
				},
			});
		});
	const environment = {
		...environmentOf({ now: clock.now }),
		fetch,
		now: clock.now,
		setTimeout: clock.setTimeout,
		clearTimeout: clock.clearTimeout,
	};
	const link = await pollTransport(environment)(
		{ url: "https://parlour.test", hash: "k.c.s", since: undefined, ticket: undefined, ...address },
		{
			frames: (frames) =>
				told.push(
					...frames.map((frame) =>
						"seq" in frame
							? [frame.type, frame.seq]
							: frame.type === "fault"
								? [frame.ref, frame.code, frame.retryAfter]
								: frame.type,
					),
				),
			pong: (cursor) => told.push(`pong ${cursor}`),
			signalsLost: () => told.push("signals lost"),
			closed: (code) => told.push(code),
		},
	);
	const last = (): Request => {
		const request = requests.at(-1);
		if (request === undefined) throw new Error("Nothing was requested.");
		return request;
	};
	await settle();
	return { link, clock, requests, told, last };
}

describe("the polling transport", () => {
	it("[POLL1][POLL5] asks for a welcome first, and then goes on from each answer's cursor", async () => {
		const { requests, told, last } = await poll({ ticket: "a.b.c" });
		expect(last()).toMatchObject({ method: "GET", path: "/v1/channels/k.c.s/poll", ticket: "Bearer a.b.c" });
		expect(last().query).toEqual({ wait: String(POLL_WAIT_SECONDS), hello: "1", session: last().query["session"] });
		await last().answer({ cursor: "e:4", frames: [welcome("e:4")] });
		expect(last().query).toEqual({ since: "e:4", wait: String(POLL_WAIT_SECONDS), session: last().query["session"] });
		await last().answer({ cursor: "e:6", frames: [event(5), event(6)] });
		expect(last().query["since"]).toBe("e:6");
		expect(requests).toHaveLength(3);
		expect(told).toEqual(["welcome", ["event", 5], ["event", 6]]);
	});

	it("[POLL8] says which presence it knows, so that no change between two polls is lost", async () => {
		const { last } = await poll();
		await last().answer({ cursor: "e:4", frames: [welcome("e:4")], presence: 17 });
		expect(last().query["presence"]).toBe("17");
	});

	it("[POLL9] says where it stands among the signals, and tells where some were lost", async () => {
		const { told, last } = await poll();
		await last().answer({ cursor: "e:4", frames: [welcome("e:4")], signals: 70 });
		const { session } = last().query;
		expect(last().query["signals"]).toBe("70");
		await last().answer({
			cursor: "e:4",
			frames: [{ type: "signal", name: "a", data: 1 }],
			signals: 90,
			signalsLost: true,
		});
		expect(last().query).toMatchObject({ signals: "90", session });
		expect(told).toEqual(["welcome", "signal", "signals lost"]);
	});

	it("[POLL12] says good-bye when it is closed, in a request that outlives the page, and only to a room that knows it", async () => {
		const { link, requests, last } = await poll();
		link.close();
		expect(requests).toHaveLength(1);
		const other = await poll();
		await other.last().answer({ cursor: "e:4", frames: [welcome("e:4")], signals: 70 });
		const waiting = other.last();
		other.link.close();
		await settle();
		expect(waiting.isAborted()).toBe(true);
		expect(other.last().query).toEqual({ since: "e:4", bye: "1", signals: "70", session: waiting.query["session"] });
		expect(other.last().keepalive).toBe(true);
		expect(last().isAborted()).toBe(true);
	});

	it("[POLL11] hands over the signals that came while another link took its place", async () => {
		const { link, last } = await poll();
		await last().answer({ cursor: "e:4", frames: [welcome("e:4")], signals: 70 });
		const taken: unknown[] = [];
		link.handOver?.((frames, isLost) =>
			taken.push(
				frames.map(({ type }) => type),
				isLost,
			),
		);
		await last().answer({ cursor: "e:4", frames: [{ type: "signal", name: "a", data: 1 }], signals: 71 });
		expect(taken).toEqual([["signal"], false]);
	});

	it("[POLL11] says that signals may be lost where the room could not be asked", async () => {
		const { link, last } = await poll();
		await last().answer({ cursor: "e:4", frames: [welcome("e:4")], signals: 70 });
		const taken: unknown[] = [];
		link.handOver?.((frames, isLost) => taken.push(frames, isLost));
		await last().fail();
		expect(taken).toEqual([[], true]);
	});

	it("keeps to itself what a room hears over sockets only", async () => {
		const { link, requests } = await poll();
		link.send({ type: "state", data: 1 });
		link.send({ type: "receipt", seq: 1 });
		await settle();
		expect(requests).toHaveLength(1);
	});

	it("[POLL5][CLIENT8] resumes from a cursor with a welcome", async () => {
		const { last } = await poll({ since: "e:2" });
		expect(last().query).toMatchObject({ since: "e:2", wait: String(POLL_WAIT_SECONDS), hello: "1" });
		expect(last().ticket).toBeNull();
	});

	it("[POLL2] asks again after an empty answer, but not faster than it should come", async () => {
		const { clock, requests, last } = await poll({ since: "e:2" });
		await last().answer({ cursor: "e:2", frames: [] });
		await clock.advance(POLL_PAUSE_MS - 1);
		expect(requests).toHaveLength(1);
		await clock.advance(1);
		expect(requests).toHaveLength(2);
		await clock.advance(POLL_WAIT_SECONDS * 1_000);
		await last().answer({ cursor: "e:2", frames: [] });
		expect(requests).toHaveLength(3);
	});

	it("[HEART5] takes a poll for dead that outlasts its wait", async () => {
		const { clock, told, last } = await poll({ since: "e:2" });
		await last().answer({ cursor: "e:2", frames: [welcome("e:2")] });
		await clock.advance(POLL_WAIT_SECONDS * 1_000 + HEARTBEAT_TIMEOUT_MS - 1);
		expect(told).toEqual(["welcome"]);
		await clock.advance(1);
		expect(told).toEqual(["welcome", 1006]);
		expect(last().isAborted()).toBe(true);
	});

	it("[FAULT1][HTTP1] ends with the fault's close code, as a socket does", async () => {
		const { told, requests, last } = await poll();
		await last().answer({ fault: { code: "overloaded", message: "Later.", retryAfter: 700 } }, 503);
		expect(told).toEqual([[undefined, "overloaded", 700], 4200]);
		expect(requests).toHaveLength(1);
	});

	it("[FAULT3] ends as a lost connection where no room answers", async () => {
		for (const spoil of [
			(request: Request) => request.fail(),
			(request: Request) => request.answer("<html>Sign in to this network</html>"),
			(request: Request) => request.answer("Bad gateway", 502),
			(request: Request) => request.answer({ cursor: "e:1" }),
			(request: Request) => request.answer({ cursor: "e:1", frames: [{ type: "event" }] }),
			(request: Request) => request.answer({ cursor: "e:1", frames: welcome("e:1") }),
			(request: Request) => request.answer({ frames: [welcome("e:1")] }),
			(request: Request) => request.answer({ cursor: 1, frames: [welcome("e:1")] }),
		]) {
			const { told, last } = await poll();
			await spoil(last());
			expect(told).toEqual([1006]);
		}
	});

	it("[HTTP14][FRAME9] publishes by POST, and hands the answer over as an ack", async () => {
		const { link, told, last } = await poll({ since: "e:2", ticket: "t" });
		link.send({ type: "publish", ref: "7", name: "message", data: { a: 1 }, id: "m1" });
		await settle();
		expect(last()).toMatchObject({ method: "POST", path: "/v1/channels/k.c.s/publish", ticket: "Bearer t" });
		expect(last().body).toEqual({ name: "message", data: { a: 1 }, id: "m1" });
		await last().answer({ seq: 3, at: 9, cursor: "e:3", recipients: 2 });
		expect(told).toEqual([["ack", 3]]);
	});

	it("[CLIENT11] calls by POST, and hands a fault over with its ref", async () => {
		const { link, told, last } = await poll({ since: "e:2" });
		link.send({ type: "call", ref: "8", data: 1 });
		await settle();
		expect(last()).toMatchObject({ path: "/v1/channels/k.c.s/call", body: { data: 1 } });
		await last().answer({ data: "answer" });
		link.send({ type: "call", ref: "9", data: 2 });
		await settle();
		await last().answer({ fault: { code: "origin_timeout", message: "" } }, 504);
		expect(told).toEqual(["reply", ["9", "origin_timeout", undefined]]);
	});

	it("[CLIENT12] ends where it cannot know whether a publish has arrived; a signal is let go", async () => {
		const { link, told, last } = await poll({ since: "e:2" });
		link.send({ type: "signal", name: "typing", data: 1 });
		await settle();
		await last().fail();
		expect(told).toEqual([]);
		link.send({ type: "publish", ref: "7", name: "message", data: 1, id: "m1" });
		await settle();
		await last().fail();
		expect(told).toEqual([1006]);
	});

	it("[CLIENT6] goes back for a replay, and ignores the answer that was under way", async () => {
		const { link, told, requests, last } = await poll({ since: "e:2" });
		await last().answer({ cursor: "e:9", frames: [welcome("e:9")] });
		const old = last();
		link.send({ type: "replay", after: "e:5" });
		await old.answer({ cursor: "e:10", frames: [event(10)] });
		expect(old.isAborted()).toBe(true);
		expect([requests.length, last().query["since"]]).toEqual([3, "e:5"]);
		await last().answer({ cursor: "e:6", frames: [event(6)] });
		expect(told).toEqual(["welcome", ["event", 6]]);
	});

	it("[CLIENT16] uses a renewed ticket from the next request on", async () => {
		const { link, last } = await poll({ ticket: "old" });
		link.send({ type: "renew", ticket: "new" });
		await last().answer({ cursor: "e:1", frames: [welcome("e:1")] });
		expect(last().ticket).toBe("Bearer new");
	});

	it("[HEART1] answers its heartbeats itself: its requests have time limits of their own", async () => {
		const { link, told, last } = await poll();
		await last().answer({ cursor: "e:1", frames: [welcome("e:1")] });
		link.ping();
		expect(told).toEqual(["welcome", "pong e:1"]);
	});

	it("[CLIENT17] ends its requests when it is closed, and tells nothing more", async () => {
		const { link, told, clock, requests, last } = await poll();
		link.send({ type: "publish", ref: "7", name: "message", data: 1, id: "m1" });
		link.close();
		await settle();
		await last().answer({ seq: 3, at: 9, recipients: 2 });
		await clock.advance(60_000);
		expect([told, requests.every(({ isAborted }) => isAborted()), clock.pending]).toEqual([[], true, 0]);
	});
});
