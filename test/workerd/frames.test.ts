import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { ticketOf } from "../support/tokens.ts";
import { open, openAs } from "./support/socket.ts";
import { askJson, faultCode, newChannel, pathOf, publish } from "./support/worker.ts";

describe("publishing from a page", () => {
	test("[FRAME9][FRAME10][TICKET7] a member's event goes to all, signed by the ticket, and is acknowledged", async () => {
		const channel = newChannel();
		const ticket = await ticketOf("ada", { name: "Ada", info: { hue: 7 } });
		const [ada, bob] = [await open(channel, { ticket }), await openAs("bob", channel)];
		ada.send({ type: "publish", ref: "r1", name: "say", data: "hi", from: { id: "bob" }, id: "x" });
		const [ack] = await ada.take("ack");
		expect(ack).toMatchObject({ ref: "r1", seq: 1, recipients: 1 });
		for (const socket of [ada, bob])
			expect(await socket.take("event")).toMatchObject([
				{ seq: 1, at: ack?.at, name: "say", data: "hi", id: "x", from: { id: "ada", name: "Ada", info: { hue: 7 } } },
			]);
		expect(bob.of("ack")).toEqual([]);
	});

	test.each([
		["a guest in a chat", "chat", undefined, "ticket_required"],
		["a guest elsewhere", "mod_quiz", undefined, "forbidden"],
		["a member elsewhere", "mod_quiz", "ada", "forbidden"],
	])("[RULE3][RULE4][RULE7] %s may neither publish nor signal", async (_, component, sub, code) => {
		const channel = newChannel(component);
		const socket = sub === undefined ? await open(channel) : await openAs(sub, channel);
		expect(socket.of("welcome")).toMatchObject([{ may: { publish: false, signal: false } }]);
		socket.send({ type: "publish", ref: "p", name: "say" });
		socket.send({ type: "signal", ref: "s", name: "typing" });
		const faults = await socket.take("fault", 2);
		expect(faults.map((fault) => fault.code)).toEqual([code, code]);
		expect(faults.map(({ ref }) => ref)).toEqual(["p", "s"]);
		expect(await publish(channel, "first")).toMatchObject({ seq: 1 });
	});

	test("[FRAME11] a signal goes to the others, and is not replayed", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		ada.send({ type: "signal", name: "typing", data: true });
		expect(await bob.take("signal")).toMatchObject([{ name: "typing", data: true, from: { id: "ada", name: "ADA" } }]);
		const { cursor } = await publish(channel, "after");
		await ada.take("event");
		expect(ada.of("signal")).toEqual([]);
		const late = await open(channel, { since: cursor.replace(/:.*/, ":0") });
		await late.take("event");
		expect(late.of("signal")).toEqual([]);
	});

	test("[LOG4] a conditional publish that came too late is told what was newer", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		const expectHead = ada.of("welcome")[0]!.cursor;
		ada.send({ type: "publish", ref: "a", name: "claim", expectHead });
		await ada.take("ack");
		bob.send({ type: "publish", ref: "b", name: "claim", expectHead });
		expect(await bob.take("fault")).toMatchObject([
			{ ref: "b", code: "conflict", newer: [{ type: "event", seq: 1, from: { id: "ada" } }] },
		]);
	});
});

describe("over HTTP", () => {
	test("[HTTP14] a member publishes and signals as by frames", async () => {
		const channel = newChannel();
		const listener = await open(channel);
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const published = await askJson(await pathOf(channel, "publish"), { name: "say", data: 1, id: "x" }, headers);
		expect(published).toMatchObject({
			status: 200,
			body: { seq: 1, recipients: 1, cursor: expect.any(String) as string },
		});
		expect((await askJson(await pathOf(channel, "signal"), { name: "typing" }, headers)).status).toBe(200);
		expect(await listener.take("event")).toMatchObject([{ name: "say", from: { id: "ada" } }]);
		expect(await listener.take("signal")).toMatchObject([{ name: "typing", data: null, from: { id: "ada" } }]);
	});

	test.each([
		["publish", { name: "say" }, "ticket_required", 401],
		["signal", { name: "typing" }, "ticket_required", 401],
	])("[RULE3][RULE4] a guest's %s is refused", async (action, body, code, status) => {
		const answer = await askJson(await pathOf(newChannel(), action), body);
		expect([answer.status, faultCode(answer)]).toEqual([status, code]);
	});

	test.each([
		[{}, "bad_request", 400],
		[{ name: 7 }, "bad_request", 400],
		[{ name: "parlour.redact" }, "forbidden", 403],
		[{ name: "a", data: "x".repeat(LIMITS.messageBytes - 1) }, "too_large", 413],
		[{ name: "a", data: "x".repeat(LIMITS.messageBytes + LIMITS.envelopeBytes) }, "too_large", 413],
		[{ name: "a", expectHead: 5 }, "unknown_cursor", 410],
	])("[HTTP6][RULE8][RULE9] a member's publish case %# is %s", async (body, code, status) => {
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const answer = await askJson(await pathOf(newChannel(), "publish"), body, headers);
		expect([answer.status, faultCode(answer)]).toEqual([status, code]);
	});

	test("[LOG4] a conflict is a 409 that holds what was newer", async () => {
		const channel = newChannel();
		await publish(channel, "a");
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const answer = await askJson(await pathOf(channel, "publish"), { name: "b", expectHead: 0 }, headers);
		expect(answer).toMatchObject({ status: 409, body: { fault: { code: "conflict", newer: [{ seq: 1 }] } } });
	});
});

describe("frames that are not right", () => {
	test("[FRAME5][FRAME6][FRAME8] are answered with a fault, and the socket stays open", async () => {
		const socket = await openAs("ada", newChannel());
		socket.send("{");
		socket.send(new Uint8Array([1, 2, 3]).buffer);
		socket.send({ type: "dance", ref: "r" });
		socket.send({ type: "signal", name: "a", data: "x".repeat(LIMITS.messageBytes + LIMITS.envelopeBytes) });
		const faults = await socket.take("fault", 4);
		expect(faults.map(({ code }) => code)).toEqual(["bad_frame", "bad_frame", "bad_frame", "too_large"]);
		expect(faults[2]).toHaveProperty("ref", "r");
		socket.send({ type: "publish", ref: "after", name: "say" });
		expect(await socket.take("ack")).toMatchObject([{ ref: "after" }]);
	});

	test("[FRAME5] in any number leave the room serving others", async () => {
		const channel = newChannel();
		const [hostile, listener] = [await openAs("mallory", channel), await open(channel)];
		const words = fc.constantFrom(
			"type",
			"publish",
			"signal",
			"replay",
			"ref",
			"name",
			"data",
			"after",
			"__proto__",
			"",
		);
		const likely = fc.dictionary(words, fc.oneof(words, fc.integer(), fc.jsonValue({ maxDepth: 2 })));
		const typed = fc.tuple(fc.constantFrom("publish", "signal", "replay", "renew", "state", "call", "x"), likely);
		const frames = fc.oneof(
			fc.string(),
			fc.json(),
			likely.map((one) => JSON.stringify(one)),
			typed.map(([type, more]) => JSON.stringify({ type, ...more })),
		);
		const sample = fc.sample(frames, { seed: 5, numRuns: 400 }).filter((frame) => frame !== "ping");
		expect(sample.length).toBeGreaterThan(350);
		for (const frame of sample) hostile.send(frame);
		const { seq } = await publish(channel, "the end");
		const last = await listener.until(() => listener.of("event").find(({ name }) => name === "the end"));
		expect(last.seq).toBe(seq);
		expect(listener.of("event").map((event) => event.seq)).toEqual(
			Array.from({ length: seq }, (_, index) => index + 1),
		);
		expect((await hostile.take("fault", 200)).length).toBeGreaterThanOrEqual(200);
	});
});
