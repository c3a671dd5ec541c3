import { describe, expect, test } from "vitest";
import {
	anyText,
	bool,
	type Decoder,
	decode,
	either,
	exact,
	json,
	list,
	maybe,
	Mismatch,
	object,
	oneOf,
	text,
	whole,
} from "../../src/protocol/decode.ts";
import type { Json } from "../../src/protocol/json.ts";
import { faultIn } from "../support/faults.ts";

/** What the decoder says is wrong with a value that it refuses. */
function complaint(decoder: Decoder<unknown>, value: Json | undefined): string {
	const { code, message } = faultIn(() => decode(decoder, value, "bad_request"));
	expect(code).toBe("bad_request");
	return message;
}

const broken: Decoder<never> = () => {
	throw new RangeError("mine");
};

describe("decoders", () => {
	test("text counts UTF-8 bytes", () => {
		expect(decode(text(4), "éé", "bad_request")).toBe("éé");
		expect(complaint(text(3), "éé")).toContain("0 to 3 bytes");
		expect(complaint(text(3, 1), "")).toContain("1 to 3 bytes");
	});

	test.each([[null], [1], [true], [[]], [{}], ["\ud800"], [undefined]])("text refuses %j", (value) => {
		expect(complaint(text(10), value)).toContain("a text");
	});

	test.each([[-1], [1.5], [2 ** 53], ["1"], [null], [undefined], [11]])("a whole number refuses %j", (value) => {
		expect(complaint(whole(0, 10), value)).toContain("from 0 to 10");
	});

	test("oneOf takes its own texts only, and none of the prototype's", () => {
		expect(decode(oneOf("a", "b"), "b", "bad_request")).toBe("b");
		expect(complaint(oneOf("a", "b"), "toString")).toContain("one of a, b");
	});

	test("bool and anyText take nothing else", () => {
		expect(complaint(bool, 0)).toContain("true or false");
		expect(complaint(anyText, 0)).toContain("a text");
	});

	test("[FRAME7] json that is missing is null", () => {
		expect(decode(object({ data: json }), {}, "bad_request")).toEqual({ data: null });
		expect(decode(object({ data: json }), { data: [0, ""] }, "bad_request")).toEqual({ data: [0, ""] });
	});

	test("maybe leaves out what is missing or null", () => {
		expect(decode(object({ a: maybe(whole()) }), { a: null }, "bad_request")).toEqual({});
		expect(decode(object({ a: maybe(whole()) }), { a: 0 }, "bad_request")).toEqual({ a: 0 });
	});

	test("either takes the first that fits", () => {
		expect(decode(either(text(3), whole()), 5, "bad_request")).toBe(5);
		expect(decode(either(text(3), whole()), "abc", "bad_request")).toBe("abc");
	});

	const alternatives = object({ a: either(text(3), either(whole(0, 9), list(object({ b: whole() })))) });
	test.each<[Json, string]>([
		["abcd", "a must be a text of 0 to 3 bytes."],
		["\ud800", "a must be a text without lone surrogates."],
		[10, "a must be a whole number from 0 to 9."],
		[[{ b: 1 }, { b: "x" }], "a[1].b must be a whole number from 0."],
		[true, "a must be a text or a whole number from 0 to 9 or a list."],
	])("[HTTP16] either says of %j what the alternative says that got furthest, or what all want", (value, message) => {
		expect(complaint(alternatives, { a: value })).toBe(message);
	});

	test("either passes on an error that is no mismatch", () => {
		expect(() => decode(either(broken, whole()), 1, "bad_request")).toThrow(RangeError);
	});

	test.each([
		["membr", 'one of member, moderator (did you mean "member"?)'],
		["MODERATOR", 'one of member, moderator (did you mean "moderator"?)'],
		["x", "one of member, moderator."],
	])("[HTTP15] oneOf says of %s which was probably meant", (value, message) => {
		expect(complaint(oneOf("member", "moderator"), value)).toContain(message);
	});

	test("list holds its bounds and names the place of what is wrong", () => {
		expect(decode(list(whole(), 2), [1, 2], "bad_request")).toEqual([1, 2]);
		expect(complaint(list(whole(), 2), [1, 2, 3])).toContain("a list of 0 to 2");
		expect(complaint(list(whole(), 2, 1), [])).toContain("a list of 1 to 2");
		expect(complaint(object({ a: list(whole()) }), { a: [1, "x"] })).toMatch(/^a\[1\] must be/);
		expect(complaint(list(whole()), { length: 0 })).toContain("a list");
	});
});

describe("objects", () => {
	test("[FRAME3] ignore fields that they do not know", () => {
		expect(decode(object({ a: whole() }), { a: 1, b: 2 }, "bad_request")).toEqual({ a: 1 });
	});

	const strict = exact({ channel: exact({ context: maybe(text(9)), item: whole() }), expectHead: maybe(whole()) });
	test.each<[Json, string]>([
		[{ chanel: {} }, 'The body has no field "chanel". Did you mean "channel"?'],
		[{ channel: { item: 1 }, expect_head: 1 }, 'The body has no field "expect_head". Did you mean "expectHead"?'],
		[{ channel: { contxet: "a", item: 1 } }, 'channel has no field "contxet". Did you mean "context"?'],
		[{ channel: { zebra: 1 } }, 'channel has no field "zebra". It takes context, item.'],
		[{ channel: { ["x".repeat(99)]: 1 } }, `channel has no field "${"x".repeat(64)}…". It takes context, item.`],
		[{ channel: { ["\ud800"]: 1 } }, 'channel has no field "\ufffd". It takes context, item.'],
		[[], "The body must be an object with channel, expectHead."],
	])("[HTTP15] that are exact refuse %j, with the name that was probably meant", (value, message) => {
		expect(complaint(strict, value)).toBe(message);
	});

	test("[HTTP15] a body of long names is refused in no time", () => {
		const begun = performance.now();
		complaint(strict, { ["channel".repeat(100_000)]: 1 });
		expect(performance.now() - begun).toBeLessThan(500);
	});

	test("[HTTP6] name the field, also inside another", () => {
		const shape = object({ outer: object({ inner: whole() }) });
		expect(complaint(shape, { outer: { inner: "x" } })).toMatch(/^outer\.inner must be/);
		expect(complaint(shape, [])).toBe("The body must be an object.");
	});

	test("never read a field of the prototype", () => {
		expect(complaint(object({ toString: anyText }), {})).toContain("toString must be a text");
		expect(complaint(object({ a: whole() }), Object.create({ a: 1 }) as Json)).toContain("a must be");
	});

	test("an error that is no mismatch is passed on as it is", () => {
		expect(() => decode(broken, 1, "bad_request")).toThrow(RangeError);
		expect(new Mismatch("x")).toBeInstanceOf(Error);
	});
});
