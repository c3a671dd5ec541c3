import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeClientFrame, refOf, scanRef } from "../../src/protocol/client-frames.ts";
import { FaultError } from "../../src/protocol/fault.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { faultIn } from "../support/faults.ts";

const tooDeep = "[".repeat(LIMITS.jsonDepth + 1) + "]".repeat(LIMITS.jsonDepth + 1);

describe("frames of a client", () => {
	test.each([
		[{ type: "publish", name: "a", data: [1] }],
		[{ type: "publish", ref: "r", name: "a", data: null, id: "i", expectHead: "e:1" }],
		[{ type: "publish", name: "a", data: null, expectHead: 3 }],
		[{ type: "signal", name: "typing", data: true }],
		[{ type: "call", ref: "r", data: {}, component: "quiz" }],
		[{ type: "replay", after: 0 }],
		[{ type: "replay", after: "e:5" }],
		[{ type: "renew", ticket: "a.b.c" }],
		[{ type: "state", data: { away: true } }],
	])("%j is taken", (frame) => {
		expect(decodeClientFrame(JSON.stringify(frame))).toEqual(frame);
	});

	test("[FRAME7] data that is missing is null", () => {
		expect(decodeClientFrame('{"type":"signal","name":"a"}')).toEqual({ type: "signal", name: "a", data: null });
	});

	test("[FRAME3][TICKET7] fields that are not the sender's to set are left out", () => {
		const frame = { type: "publish", name: "a", data: 1, from: { id: "ada" }, seq: 9, exclude: ["bob"], zzz: 1 };
		expect(decodeClientFrame(JSON.stringify(frame))).toEqual({ type: "publish", name: "a", data: 1 });
	});

	test.each([
		["nothing", ""],
		["no JSON", "{"],
		["two values", "{}{}"],
		["a bare text", '"publish"'],
		["null", "null"],
		["a batch", '[{"type":"signal","name":"a"}]'],
		["no type", '{"name":"a"}'],
		["a type of the wrong kind", '{"type":7}'],
		["an unknown type", '{"type":"event","seq":1}'],
		["a type that the prototype has", '{"type":"toString"}'],
		["a type that is the prototype", '{"type":"__proto__"}'],
		["a missing name", '{"type":"publish","data":1}'],
		["an empty name", '{"type":"publish","name":"","data":1}'],
		["a name that is not text", '{"type":"publish","name":{},"data":1}'],
		["a name that is too long", JSON.stringify({ type: "signal", name: "é".repeat(LIMITS.nameBytes / 2 + 1) })],
		[
			"an id that is too long",
			JSON.stringify({ type: "publish", name: "a", id: "x".repeat(LIMITS.messageIdBytes + 1) }),
		],
		["an empty id", '{"type":"publish","name":"a","id":""}'],
		[
			"a head that is null, as an undefined one becomes in other languages",
			'{"type":"publish","name":"a","expectHead":null}',
		],
		["a negative head", '{"type":"publish","name":"a","expectHead":-1}'],
		["a head with a fraction", '{"type":"publish","name":"a","expectHead":1.5}'],
		["a ref that is too long", JSON.stringify({ type: "publish", ref: "r".repeat(LIMITS.refBytes + 1), name: "a" })],
		["a ref that is a number", '{"type":"publish","ref":1,"name":"a"}'],
		["a call without a ref", '{"type":"call","data":1}'],
		["a replay without a position", '{"type":"replay"}'],
		["a renewal without a ticket", '{"type":"renew"}'],
		["a ticket that is too long", JSON.stringify({ type: "renew", ticket: "t".repeat(LIMITS.ticketBytes + 1) })],
		["a key __proto__", '{"type":"signal","name":"a","data":1,"__proto__":{}}'],
		["a key __proto__ deep inside", '{"type":"signal","name":"a","data":[{"b":{"__proto__":1}}]}'],
		["an escaped key __proto__", '{"type":"signal","name":"a","data":{"\\u005f_proto__":1}}'],
		["too much nesting", `{"type":"signal","name":"a","data":${tooDeep}}`],
		["nesting without an end", "[".repeat(100_000)],
		["half an emoji in a text", JSON.stringify({ type: "publish", name: "a", data: "hello 🦄".slice(0, 7) })],
		["half an emoji in a key", JSON.stringify({ type: "signal", name: "a", data: { ["🦄".slice(1)]: 1 } })],
		["half an emoji in own data", JSON.stringify({ type: "state", data: ["🦄".slice(0, 1)] })],
		["an integer that would lose digits", '{"type":"publish","name":"a","data":{"id":9007199254740993}}'],
	])("[FRAME5][HTTP7][FRAME14][LOG5] %s is a bad frame", (_, input) => {
		expect(faultIn(() => decodeClientFrame(input)).code).toBe("bad_frame");
	});

	test("[HTTP7][FRAME13] a value as deep as allowed is taken, counted from itself", () => {
		const levels = LIMITS.jsonDepth;
		const data = "[".repeat(levels) + "]".repeat(levels);
		expect(decodeClientFrame(`{"type":"signal","name":"a","data":${data}}`).type).toBe("signal");
	});

	test("[FRAME5] whatever comes is a frame or a fault, and changes no prototype", () => {
		let taken = 0;
		const parts = fc.constantFrom(
			"publish",
			"signal",
			"replay",
			"type",
			"name",
			"data",
			"after",
			"ref",
			"__proto__",
			"x",
			"",
		);
		const values = fc.jsonValue({ maxDepth: 3 });
		const type = fc.constantFrom("publish", "signal", "replay", "renew", "state", "x");
		const likely = fc
			.tuple(type, parts, fc.dictionary(parts, fc.oneof(parts, values, fc.nat())))
			.map(([chosen, name, more]) => ({ type: chosen, name, after: 1, ...more }));
		const property = fc.property(fc.oneof(likely, values), fc.nat(3), (value, cut) => {
			const input = JSON.stringify(value);
			try {
				decodeClientFrame(cut === 3 ? input.slice(0, -1) : input);
				taken++;
			} catch (thrown) {
				if (!(thrown instanceof FaultError)) throw thrown;
			}
		});
		fc.assert(property, { seed: 4, numRuns: 4_000 });
		expect(taken).toBeGreaterThan(200);
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});

describe("the ref of a malformed frame", () => {
	test.each([
		["an unknown type", '{"type":"dance","ref":"r1"}', "r1"],
		["a wrong field", '{"type":"publish","ref":"r1","name":7}', "r1"],
		["no type", '{"ref":"r1"}', "r1"],
		["a type of the wrong kind", '{"type":7,"ref":"r1"}', "r1"],
		["no ref", '{"type":"dance"}', undefined],
		["a ref that is not text", '{"type":"dance","ref":7}', undefined],
		["a ref over its limit", JSON.stringify({ type: "dance", ref: "r".repeat(LIMITS.refBytes + 1) }), undefined],
		["no JSON", "{", undefined],
		["a key __proto__", '{"ref":"r1","data":{"__proto__":1}}', "r1"],
		["a frame that breaks off", '{"type":"publish","n":-1.5e3,"t":true,"ref":"r\\"1","data":[', 'r"1'],
		["a frame that breaks off before it", '{"type":"publish","data":{"ref":"no"},"re', undefined],
		["a ref that is only in the data", '{"data":{"ref":"no"}', undefined],
		["a ref that is only in a text", '{"data":"\\"ref\\":\\"no"}}', undefined],
	])("[FRAME5] is read for %s", (_, input, ref) => {
		expect(refOf(input)).toBe(ref);
	});

	test("[FRAME8] is looked for at both ends of a frame that is not parsed, and fast, whatever it holds", () => {
		const long = "x".repeat(1_000_000);
		expect(scanRef(`{"type":"publish","ref":"r1","data":"${long}"}`)).toBe("r1");
		expect(scanRef(`{"type":"publish","data":{"ref":"${long}"},"ref":"r1"}`)).toBe("r1");
		expect(scanRef(`{"data":"${long}","ref":"r1","name":{}}`)).toBeUndefined();
		const began = performance.now();
		for (const part of ['"a":1,', '"', '\\\\"', "{", " ", '"ref"', '"a":"b",']) scanRef(`{${part.repeat(100_000)}`);
		expect(performance.now() - began).toBeLessThan(1_000);
	});
});
