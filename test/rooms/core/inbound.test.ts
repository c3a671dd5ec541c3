import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { Json } from "../../../src/protocol/json.ts";
import { guest, member, origin, TestRoom } from "../../support/room.ts";
import { faultOfPromise } from "../../support/faults.ts";

/** What a reader with this frame is answered, its welcome aside. */
async function answerTo(frame: Json | ArrayBuffer, caller = member("ada")) {
	const room = new TestRoom({ publish: "anyone", signal: "anyone", messageBytes: 100 });
	const [reader, other] = [room.join({ caller }), room.join()];
	for (const one of [reader, other]) one.clear();
	await reader.send(frame);
	room.host.advance(1_000);
	return { answer: reader.frames, others: other.frames, room, reader };
}

describe("frames that are not right", () => {
	test.each([
		["no JSON", "{", { code: "bad_frame" }],
		["an unknown type", { type: "dance", ref: "r" }, { code: "bad_frame", ref: "r" }],
		["no type", { ref: "r" }, { code: "bad_frame", ref: "r" }],
		["a wrong field", { type: "publish", ref: "r", name: 7 }, { code: "bad_frame", ref: "r" }],
		["a ref that is none", { type: "publish", ref: 7, name: "a" }, { code: "bad_frame" }],
		["a key __proto__", '{"type":"signal","name":"a","data":{"__proto__":1}}', { code: "bad_frame" }],
		[
			"a key __proto__ and a ref",
			'{"type":"publish","data":{"__proto__":1},"ref":"r","name":"a"}',
			{ code: "bad_frame", ref: "r" },
		],
		["a ref, and no JSON", '{"type":"publish","ref":"r","data":{', { code: "bad_frame", ref: "r" }],
		[
			"a frame over its limit that begins with its ref",
			{ type: "publish", ref: "r", data: "x".repeat(100 + LIMITS.envelopeBytes) },
			{ code: "too_large", ref: "r" },
		],
		[
			"a frame over its limit that ends with its ref",
			{ type: "publish", data: { ref: "x".repeat(100 + LIMITS.envelopeBytes) }, ref: "r" },
			{ code: "too_large", ref: "r" },
		],
		["too much data", { type: "publish", ref: "r", name: "a", data: "x".repeat(99) }, { code: "too_large", ref: "r" }],
		["a name of the room's", { type: "publish", ref: "r", name: "parlour.redact" }, { code: "forbidden", ref: "r" }],
		["a signal of the room's", { type: "signal", name: "parlour.x", ref: "r" }, { code: "forbidden", ref: "r" }],
		[
			"a frame over its limit",
			{ type: "signal", name: "a", data: "x".repeat(100 + LIMITS.envelopeBytes) },
			{ code: "too_large" },
		],
		["a batch", [{ type: "signal", name: "a" }], { code: "bad_frame" }],
	] as [string, Json, object][])(
		"[FRAME5][FRAME8] %s: a fault to its sender, and no effect",
		async (_, frame, fault) => {
			const { answer, others, room } = await answerTo(frame);
			expect(answer).toMatchObject([{ type: "fault", ...fault }]);
			expect(others).toEqual([]);
			expect(room.store.head).toBe(0);
		},
	);

	test("[FRAME8] a frame over its limit is refused before it is parsed", async () => {
		const { answer } = await answerTo("[".repeat(100 + LIMITS.envelopeBytes + 1));
		expect(answer).toMatchObject([{ code: "too_large" }]);
	});

	test("[FRAME6] a binary frame is answered with a fault", async () => {
		const { answer } = await answerTo(new TextEncoder().encode('{"type":"signal","name":"a"}').buffer as ArrayBuffer);
		expect(answer).toMatchObject([{ type: "fault", code: "bad_frame" }]);
	});

	test("[FRAME5] the socket stays open, and the next frame is taken", async () => {
		const { reader } = await answerTo("{");
		await reader.send({ type: "publish", ref: "next", name: "a" });
		expect(reader.sink.closed).toBeUndefined();
		expect(reader.of("ack")).toMatchObject([{ ref: "next", seq: 1 }]);
	});

	test("[FRAME4] a fault without a ref carries none", async () => {
		const { answer } = await answerTo({ type: "dance" });
		expect(answer[0]).not.toHaveProperty("ref");
	});
});

describe("publishing from a page", () => {
	test("[FRAME9][FRAME10] the event to all, the ack to the author, whose own socket is not counted", async () => {
		const room = new TestRoom({ publish: "members" });
		const ada = room.join({ caller: member("ada", { name: "Ada", info: { hue: 7 } }) });
		const readers = [room.join({ caller: member("ada") }), room.join()];
		await ada.send({ type: "publish", ref: "r", name: "say", data: "hi", from: { id: "bob" }, id: "x" });
		const from = { id: "ada", name: "Ada", info: { hue: 7 } };
		const event = { type: "event", seq: 1, at: room.host.now(), name: "say", data: "hi", from, id: "x" };
		for (const reader of [ada, ...readers]) expect(reader.of("event")).toEqual([event]);
		expect(ada.of("ack")).toEqual([{ type: "ack", ref: "r", seq: 1, at: room.host.now(), recipients: 2 }]);
		for (const reader of readers) expect(reader.of("ack")).toEqual([]);
	});

	test("[TICKET7] a guest's event has no author", async () => {
		const room = new TestRoom({ publish: "anyone" });
		const visitor = room.join();
		await visitor.send({ type: "publish", name: "say", data: 1, from: { id: "ada" } });
		expect(visitor.of("event")[0]).not.toHaveProperty("from");
	});

	test("[FRAME7] data that is missing is null", async () => {
		const room = new TestRoom({ publish: "anyone" });
		const visitor = room.join();
		await visitor.send({ type: "publish", name: "say" });
		expect(visitor.of("event")).toMatchObject([{ data: null }]);
	});

	test.each([
		["origin", guest, "forbidden"],
		["origin", member("ada"), "forbidden"],
		["members", guest, "ticket_required"],
		["anyone", member("ada", { expires: 1 }), "ticket_expired"],
	] as const)("[RULE3] with %s: %j gets %s", async (publish, caller, code) => {
		const room = new TestRoom({ publish });
		const message = { name: "a", data: 1 };
		expect(await faultOfPromise(room.room.publish(caller, message))).toMatchObject({ code });
		expect(room.store.head).toBe(0);
	});

	test("[RULE3] with members a member may, with anyone a guest, and an origin always", async () => {
		const message = { name: "a", data: 1 };
		await expect(new TestRoom({ publish: "members" }).room.publish(member("ada"), message)).resolves.toMatchObject({
			seq: 1,
		});
		await expect(new TestRoom({ publish: "anyone" }).room.publish(guest, message)).resolves.toMatchObject({ seq: 1 });
		await expect(new TestRoom({ publish: "origin" }).room.publish(origin, message)).resolves.toMatchObject({ seq: 1 });
	});

	test("[RULE8] data may take the area's limit in bytes and not one more", async () => {
		const room = new TestRoom({ publish: "anyone", messageBytes: 10 });
		const visitor = room.join();
		await visitor.send({ type: "publish", ref: "fits", name: "a", data: "é".repeat(4) });
		await visitor.send({ type: "publish", ref: "over", name: "a", data: `${"é".repeat(4)}x` });
		expect(visitor.of("ack")).toMatchObject([{ ref: "fits" }]);
		expect(visitor.of("fault")).toMatchObject([{ ref: "over", code: "too_large" }]);
		await expect(room.notify({ data: "x".repeat(9) })).resolves.toMatchObject([{ fault: { code: "too_large" } }]);
	});
});
