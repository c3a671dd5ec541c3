import { describe, expect, test } from "vitest";
import { Mismatch } from "../../src/protocol/decode.ts";
import { decodeServerFrames, framesOf } from "../../src/protocol/server-frames.ts";

const welcome = {
	type: "welcome",
	cursor: "e:0",
	session: "s",
	resumed: "fresh",
	may: { publish: false, signal: false, call: false, history: true },
	limits: { messageBytes: 10, heartbeat: 25_000 },
};

describe("frames of a room", () => {
	test.each([
		[welcome],
		[{ ...welcome, you: { id: "ada", role: "member" }, resumed: "partial", gap: { after: 1, before: 5 } }],
		[{ type: "event", seq: 1, at: 5, name: "a", data: null, from: { id: "ada", name: "Ada", info: [1] }, id: "i" }],
		[{ type: "skip", seq: 2, to: 4, lost: true }],
		[{ type: "signal", name: "typing", data: 1, from: { id: "ada" } }],
		[{ type: "presence", joined: [{ id: "ada" }], left: ["bob"], count: 1 }],
		[{ type: "ack", ref: "r", seq: 1, at: 5, recipients: 0 }],
		[{ type: "reply", ref: "r", data: {} }],
		[{ type: "fault", ref: "r", code: "conflict", message: "m", retryAfter: 5, newer: [] }],
	])("%j is taken as it is", (frame) => {
		expect(decodeServerFrames(JSON.stringify(frame))).toEqual([frame]);
	});

	test("[FRAME2] a batch keeps its order", () => {
		const batch = [3, 1, 2].map((seq) => ({ type: "skip", seq }));
		expect(decodeServerFrames(JSON.stringify(batch))).toEqual(batch);
	});

	test("[FRAME3][FRAME4] unknown fields and unknown types are left out, and the rest of the batch stays", () => {
		const batch = [{ type: "dance", seq: "x" }, { type: "skip", seq: 1, colour: "red" }, { type: "toString" }];
		expect(decodeServerFrames(JSON.stringify(batch))).toEqual([{ type: "skip", seq: 1 }]);
	});

	test("[FAULT7] an unknown code is handed on as it is", () => {
		const [fault] = decodeServerFrames('{"type":"fault","code":"moon_phase","message":"Wait for the moon."}');
		expect(fault).toEqual({ type: "fault", code: "moon_phase", message: "Wait for the moon." });
		expect(framesOf({ type: "fault", code: "toString", message: "m" })).toMatchObject([{ code: "toString" }]);
	});

	test.each([
		['{"type":"event","seq":0,"at":1,"name":"a","data":1}'],
		['{"type":"event","seq":1.5,"at":1,"name":"a","data":1}'],
		['{"type":"event","seq":1,"name":"a","data":1}'],
		['{"type":"welcome"}'],
		['{"seq":1}'],
		["7"],
		["[[]]"],
	])("%s is a mismatch", (input) => {
		expect(() => decodeServerFrames(input)).toThrow(Mismatch);
	});

	test("what is not JSON is a SyntaxError", () => {
		expect(() => decodeServerFrames("pong e:1")).toThrow(SyntaxError);
	});
});
