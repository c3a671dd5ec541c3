import { beforeAll, describe, expect, it } from "vitest";
import { pollTransport } from "../../src/client/core/lazy.ts";
import { CALL_LEAD_MS } from "../../src/client/core/timing.ts";
import { environmentOf } from "../../src/client/core/environment.ts";
import type { ParlourError, ServerFrame } from "../../src/client/index.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { ManualClock, settle } from "./support/clock.ts";
import { event, skip, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";

beforeAll(() => import("../../src/client/core/over-http.ts"));

const nothing = (): void => undefined;

/** What a promise was rejected with, once it is. */
function failureOf(promise: Promise<unknown>): { code?: unknown; outcome?: unknown } {
	const failure: { code?: unknown; outcome?: unknown } = {};
	promise.catch((error: unknown) => {
		const { code, outcome } = error as ParlourError;
		Object.assign(failure, { code, outcome });
	});
	return failure;
}

describe("a rejection says what may have happened", () => {
	it("[CLIENT25] nothing, where it was not sent", async () => {
		const page = new Page({ timeout: 1_000, queue: 2 });
		const failures = [1, 2, 3].map((data) => failureOf(page.channel.publish("m", data)));
		await page.clock.advance(1_000);
		failures.push(failureOf(page.channel.publish("m", 4)));
		page.channel.close();
		failures.push(failureOf(page.channel.call(5)));
		await settle();
		expect(failures).toEqual(
			["timeout", "timeout", "queue_full", "closed", "closed"].map((code) => ({ code, outcome: "not_done" })),
		);
	});

	it("[CLIENT25] unknown, where it was sent and no answer came", async () => {
		for (const [code, end] of [
			["timeout", (page: Page) => page.clock.advance(1_000)],
			["closed", (page: Page) => page.channel.close()],
			["closed", (page: Page) => page.socket.link.drop(CLOSE_CODES.kicked)],
		] as const) {
			const page = await livePage({ timeout: 1_000 });
			const publish = failureOf(page.channel.publish("m", 1));
			await end(page);
			await settle();
			expect(publish).toEqual({ code, outcome: "unknown" });
		}
	});

	it("[CLIENT25] nothing where the room refuses, and unknown where that says nothing of an earlier try", async () => {
		const page = await livePage();
		const refused = (code: string, ref: string) => page.socket.link.frames({ type: "fault", ref, code, message: "" });
		const first = failureOf(page.channel.publish("m", 1));
		refused("forbidden", "1");
		const asked = failureOf(page.channel.call(2));
		refused("origin_timeout", "2");
		const again = [3, 4].map((data) => failureOf(page.channel.publish("m", data)));
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		refused("muted", "3");
		refused("conflict", "4");
		await settle();
		expect([first, asked, ...again]).toEqual([
			{ code: "forbidden", outcome: "not_done" },
			{ code: "origin_timeout", outcome: "unknown" },
			{ code: "muted", outcome: "unknown" },
			{ code: "conflict", outcome: "not_done" },
		]);
	});
});

describe("queue: false", () => {
	it("[CLIENT26] fails at once where the channel is not live, and is not sent again", async () => {
		const page = new Page();
		const early = [page.channel.publish("m", 1, { queue: false }), page.channel.call(1, { queue: false })].map(
			failureOf,
		);
		await settle();
		expect(early).toEqual([1, 2].map(() => ({ code: "not_live", outcome: "not_done" })));
		page.socket.link.frames(welcome("e:1"));
		const sent = failureOf(page.channel.publish("m", 2, { queue: false }));
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:1", { resumed: "complete" }));
		expect([sent, page.socket.link.sent]).toEqual([{ code: "disconnected", outcome: "unknown" }, []]);
	});
});

describe("expectHead", () => {
	it("[CLIENT27] that is given and is no position is refused, and not dropped", async () => {
		const page = new Page();
		for (const head of [page.channel.cursor, null, "", Number.NaN, -1, 1.5])
			expect(
				await page.channel.publish("m", 1, { expectHead: head as number }).catch((error: unknown) => error),
			).toMatchObject({ code: "bad_cursor", outcome: "not_done" });
	});
});

describe("order", () => {
	it("[CLIENT24] a publish that the room refused before a later one was stored does not go out behind that", async () => {
		const page = await livePage();
		const [one, two, three] = [1, 2, 3].map((data) => {
			const publish = page.channel.publish("m", data, { id: `m${data}` });
			return { publish, failure: failureOf(publish) };
		});
		page.socket.link.drop();
		await page.clock.advance(500);
		// The log has the first and the third: the second was refused, and its fault was lost.
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), { ...event(11), id: "m1" });
		expect(page.socket.link.sentOf("publish")).toEqual([]);
		page.socket.link.frames({ ...event(12), id: "m3" });
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m1", "m3"]);
		page.socket.link.frames(
			{ type: "ack", ref: "1", seq: 11, at: 1, recipients: 0 },
			{ type: "ack", ref: "3", seq: 12, at: 1, recipients: 0 },
		);
		await expect(one?.publish).resolves.toMatchObject({ seq: 11 });
		await expect(three?.publish).resolves.toMatchObject({ seq: 12 });
		expect(two?.failure).toEqual({ code: "disconnected", outcome: "not_done" });
	});

	it("[CLIENT24][CLIENT25] one that was seen in the log is stored, whatever was not seen after it", async () => {
		const page = await livePage();
		const [one, two] = [1, 2].map((data) => page.channel.publish("m", data, { id: `m${data}` }));
		page.socket.link.frames({ ...event(11), id: "m1" }, skip(12), {
			type: "ack",
			ref: "2",
			seq: 13,
			at: 1,
			recipients: 0,
		});
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:13", { resumed: "complete" }), { ...event(13), id: "m2" });
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m1"]);
		page.socket.link.frames({ type: "ack", ref: "1", seq: 11, at: 1, recipients: 0 });
		await expect(one).resolves.toMatchObject({ seq: 11 });
		await expect(two).resolves.toMatchObject({ seq: 13 });
	});

	it("[CLIENT24][CLIENT25] one that was sent twice may be stored yet: the connection that was left may still bring it", async () => {
		const page = await livePage();
		const one = failureOf(page.channel.publish("m", 1, { id: "m1" }));
		const back = async (...frames: ServerFrame[]): Promise<void> => {
			page.socket.link.drop();
			await page.clock.advance(2_000);
			page.socket.link.frames(...frames);
			await settle();
		};
		await back(welcome("e:10", { resumed: "complete" }));
		void page.channel.publish("m", 2, { id: "m2" });
		await back(welcome("e:11", { resumed: "complete" }), { ...event(11), id: "m2" });
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m2"]);
		expect(one).toEqual({ code: "disconnected", outcome: "unknown" });
		page.socket.link.frames({ type: "ack", ref: "2", seq: 11, at: 1, recipients: 0 });
	});

	it("[CLIENT24] another user's message under the same id says nothing of one's own", async () => {
		const page = await livePage();
		const publishes = [1, 2].map((data) => page.channel.publish("m", data, { id: `m${data}` }));
		page.socket.link.drop();
		await page.clock.advance(500);
		const theirs = { ...event(11), id: "m2", from: { id: "bob" } };
		page.socket.link.frames(welcome("e:11", { resumed: "complete" }), theirs);
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m1", "m2"]);
		for (const ref of ["1", "2"])
			page.socket.link.frames({ type: "ack", ref, seq: 11 + Number(ref), at: 1, recipients: 0 });
		await expect(Promise.all(publishes)).resolves.toHaveLength(2);
	});

	it("[CLIENT12][CLIENT24] what is known of a log says nothing in the next: all goes out again, in its order", async () => {
		const page = await livePage();
		for (const data of [1, 2]) failureOf(page.channel.publish("m", data, { id: `m${data}` }));
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), { ...event(11), id: "m2" });
		page.socket.link.drop();
		await page.clock.advance(1_000);
		page.socket.link.frames(welcome("n:0", { resumed: "fresh" }));
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m1", "m2"]);
	});

	it.each<[string, readonly ServerFrame[]]>([
		["in what retention took", [welcome("e:14", { resumed: "partial", gap: { after: 10, before: 14 } })]],
		["behind a skip", [welcome("e:14", { resumed: "complete" }), skip(11, 13)]],
	])(
		"[CLIENT25] one that may be %s is not said to be refused, and does not go out behind a later one",
		async (_, frames) => {
			const page = await livePage();
			const [one, two] = [1, 2].map((data) => failureOf(page.channel.publish("m", data, { id: `m${data}` })));
			page.socket.link.drop();
			await page.clock.advance(500);
			page.socket.link.frames(...frames, { ...event(14), id: "m2" });
			await settle();
			expect([one, two]).toEqual([{ code: "disconnected", outcome: "unknown" }, {}]);
			expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m2"]);
		},
	);

	it("[CLIENT24] posts of a poll go out one after another, and a slow call holds them up for a moment only", async () => {
		const clock = new ManualClock();
		const asked: string[] = [];
		const answers: ((body: object) => Promise<void>)[] = [];
		const environment = environmentOf({
			now: clock.now,
			setTimeout: clock.setTimeout,
			clearTimeout: clock.clearTimeout,
			fetch: (url, { body }) =>
				new Promise((resolve) => {
					if (new URL(url).pathname.endsWith("/poll")) return;
					const { data } = JSON.parse(body as string) as { readonly data: number };
					asked.push(`${new URL(url).pathname.split("/").pop()} ${data}`);
					answers.push(async (answer) => {
						resolve(Response.json(answer));
						await settle();
					});
				}),
		});
		const address = { url: "https://parlour.test", hash: "k.c.s", since: "e:1", ticket: undefined };
		const link = await pollTransport(environment)(address, { frames: nothing, pong: nothing, closed: nothing });
		link.send({ type: "publish", ref: "1", name: "m", data: 1, id: "a" });
		link.send({ type: "signal", name: "m", data: 2 });
		link.send({ type: "call", ref: "2", data: 3 });
		link.send({ type: "publish", ref: "3", name: "m", data: 4, id: "b" });
		await settle();
		expect(asked).toEqual(["publish 1"]);
		await answers[0]?.({ seq: 2, at: 1, recipients: 0 });
		expect(asked).toEqual(["publish 1", "signal 2"]);
		await answers[1]?.({});
		expect(asked).toEqual(["publish 1", "signal 2", "call 3"]);
		await clock.advance(CALL_LEAD_MS);
		expect(asked).toEqual(["publish 1", "signal 2", "call 3", "publish 4"]);
		link.close();
	});
});

describe("answers that are not a room's", () => {
	it("[CLIENT28] reject with a ParlourError and a code, whatever they are", async () => {
		for (const status of [200, 302, 404, 500])
			for (const body of [
				"null",
				"[]",
				'"hello"',
				'{"events":7}',
				"{}",
				'{"fault":null}',
				'{"fault":{}}',
				"<html>",
				"",
			]) {
				const page = new Page({ environment: { fetch: async () => new Response(body, { status }) } });
				for (const ask of [page.channel.history(), page.channel.presence()]) {
					const error: unknown = await ask.catch((thrown: unknown) => thrown);
					expect(error).toMatchObject({ name: "ParlourError", outcome: "not_done" });
					expect(["bad_frame", "disconnected"]).toContain((error as { code: unknown }).code);
				}
				page.channel.close();
			}
	});
});
