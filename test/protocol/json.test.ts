import { describe, expect, test } from "vitest";
import { decode, exact } from "../../src/protocol/decode.ts";
import { fitsDepth, type Json, parseEntries, parseJson, stringifyWellFormed } from "../../src/protocol/json.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { originFields, publishBody } from "../../src/protocol/message.ts";
import { readClaims } from "../../src/protocol/ticket.ts";
import { faultIn } from "../support/faults.ts";
import { range } from "../support/room.ts";

const HALF = "hello 🦄".slice(0, 7);

function nested(levels: number): Json {
	return JSON.parse("[".repeat(levels) + "]".repeat(levels)) as Json;
}

describe("JSON from outside", () => {
	test.each([
		["a text", HALF],
		["a text deep inside", { a: [{ b: HALF }] }],
		["a key", { [HALF]: 1 }],
		["the second half", "🦄".slice(1)],
	])("[FRAME14] half a surrogate pair in %s is refused, with a message that says so", (_, value) => {
		const { code, message } = faultIn(() => parseJson(JSON.stringify(value), "bad_request"));
		expect(code).toBe("bad_request");
		expect(message).toContain("surrogate");
	});

	test("[FRAME14] whole emoji, escaped or not, are taken", () => {
		expect(parseJson('["🦄","\\ud83e\\udd84","\\\\ud83e"]', "bad_request")).toEqual(["🦄", "🦄", "\\ud83e"]);
	});

	test.each(["9007199254740993", "-12345678901234567890", '{"id":9007199254740992}', "[1, 90071992547409931 ]"])(
		"[FRAME15] %s is refused: it would lose digits",
		(text) => {
			expect(faultIn(() => parseJson(text, "bad_request")).message).toContain("2^53");
		},
	);

	test.each(["9007199254740991", "-9007199254740991", "1e300", "1.5", '"9007199254740993"', "0.12345678901234567890"])(
		"[FRAME15] %s is taken",
		(text) => {
			expect(parseJson(text, "bad_request")).toBe(JSON.parse(text));
		},
	);

	test("[NOTIFY3][FRAME14][FRAME15] a text or a number that is refused is the fault of its entry alone", () => {
		const entries = [
			'{"data":"fine"}',
			String.raw`{"data":["\ud83e"]}`,
			'{"data":9007199254740993}',
			'{"data":1e300}',
			String.raw`{"\ud83e":1}`,
			'"1234567890123456789"',
			"9007199254740993",
		];
		const { value, faults } = parseEntries(`{"list":[${entries.join(",")}]}`, "bad_request", "list");
		expect(value).toEqual(JSON.parse(`{"list":[${entries.join(",")}]}`));
		expect([...faults.keys()]).toEqual([1, 2, 4, 6]);
		expect([...faults.values()].map(({ fault }) => fault.code)).toEqual(range(1, 4).map(() => "bad_request"));
	});

	test.each([
		["a key __proto__ in an entry", '{"list":[1,{"__proto__":1}]}'],
		["a key __proto__ beside the list", '{"list":[],"__proto__":1}'],
		["half a surrogate pair beside the list", String.raw`{"list":[],"a":"\ud83e"}`],
		["half a surrogate pair in a key beside the list", String.raw`{"list":[],"\ud83e":1}`],
		["half a surrogate pair where there is no list", String.raw`{"list":{"a":"\ud83e"}}`],
		["an integer that loses digits where there is no list", "[9007199254740993]"],
		["nesting beyond a body's", `{"list":[${"[".repeat(60)}${"]".repeat(60)}]}`],
		["no JSON", '{"list":['],
	])("[NOTIFY5][HTTP7] %s is refused as a whole", (_, text) => {
		expect(faultIn(() => parseEntries(text, "bad_request", "list")).code).toBe("bad_request");
	});

	test("[FRAME13] publish, notify and a ticket's info take a value as deep, counted from its own root", () => {
		const doors: ((value: Json) => unknown)[] = [
			(data) => decode(publishBody, { name: "a", data }, "bad_request"),
			(data) => decode(exact(originFields), { name: "a", data }, "bad_request"),
			(info) => readClaims({ sub: "a", exp: 100, iat: 0, info }, 0),
		];
		for (const door of doors) {
			expect(() => door(nested(LIMITS.jsonDepth))).not.toThrow();
			expect(faultIn(() => door(nested(LIMITS.jsonDepth + 1))).message).toContain(`${LIMITS.jsonDepth} levels`);
		}
	});

	test("[FRAME13] a depth is counted to its end and no further", () => {
		expect(fitsDepth(nested(3), 3)).toBe(true);
		expect(fitsDepth(nested(4), 3)).toBe(false);
		expect(fitsDepth("flat", 0)).toBe(true);
	});
});

describe("own data on its way out", () => {
	test("[HOOK10] becomes well-formed, keys too, and stays as it is where it was", () => {
		const text = stringifyWellFormed({ [HALF]: [HALF, { deep: HALF }, 1, null] });
		expect(JSON.parse(text)).toEqual({ "hello \ufffd": ["hello \ufffd", { deep: "hello \ufffd" }, 1, null] });
		expect(stringifyWellFormed(["🦄", "\\ud83e"])).toBe(JSON.stringify(["🦄", "\\ud83e"]));
	});
});
