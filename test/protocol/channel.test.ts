import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type Channel,
	type ChannelInput,
	canonicalForm,
	channelOf,
	parseCanonical,
} from "../../src/protocol/channel.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import { faultCodeOf } from "../support/faults.ts";

const property = fc.oneof(
	fc.string({ maxLength: 30 }),
	fc.string({ unit: fc.constantFrom(...Array.from("0123:,🔑é")), maxLength: 20 }),
);
const channels: fc.Arbitrary<Channel> = fc.record({
	context: property,
	component: property,
	area: property,
	item: property,
	details: property,
});

describe("the canonical form", () => {
	test("[HASH1] is five netstrings, counted in UTF-8 bytes", () => {
		const channel = channelOf({ context: "é", component: "chat", area: "", item: "🔑", details: "a,b:c" });
		expect(canonicalForm(channel)).toBe("2:é,4:chat,0:,4:🔑,5:a,b:c,");
	});

	test("[HASH1] gives the channel back, so that no two channels share one", () => {
		const there = fc.property(channels, (channel) => {
			expect(parseCanonical(utf8(canonicalForm(channel)))).toEqual(channel);
		});
		fc.assert(there, { seed: 3, numRuns: 500 });
	});

	test("[HASH3] a missing property is empty and an integer is its decimal text", () => {
		expect(channelOf({})).toEqual({ context: "", component: "", area: "", item: "", details: "" });
		expect(channelOf({ item: 7, context: -3 })).toMatchObject({ item: "7", context: "-3" });
		expect(channelOf({ item: 0 }).item).toBe("0");
	});

	test("[HASH3] normalises no Unicode", () => {
		const [composed, decomposed] = ["é", "e\u0301"].map((item) => canonicalForm(channelOf({ item })));
		expect(composed).not.toBe(decomposed);
	});

	test.each([
		["a fraction", { item: 1.5 }],
		["a number that is not one", { item: Number.NaN }],
		["an integer beyond the safe ones", { item: 2 ** 53 }],
		["a boolean", { item: true as unknown as string }],
		["a list", { item: ["7"] as unknown as string }],
		["a lone surrogate", { item: "a\ud800" }],
	] as [string, ChannelInput][])("[HASH3] refuses %s", (_, input) => {
		expect(faultCodeOf(() => channelOf(input))).toBe("bad_request");
	});

	test("[HASH4] a property may take its limit in bytes and not one more", () => {
		const most = "é".repeat(LIMITS.propertyBytes / 2);
		expect(channelOf({ item: most }).item).toBe(most);
		expect(faultCodeOf(() => channelOf({ item: `${most}a` }))).toBe("bad_request");
	});

	test("[HASH4] the whole may take its limit and not one byte more", () => {
		const long = "x".repeat(LIMITS.propertyBytes);
		// Its length takes two digits instead of one.
		const overhead = canonicalForm(channelOf({ context: long, component: long })).length + 1;
		const rest = LIMITS.canonicalBytes - overhead;
		const most = channelOf({ context: long, component: long, item: "x".repeat(rest) });
		expect(canonicalForm(most)).toHaveLength(LIMITS.canonicalBytes);
		const over = { ...most, item: `${most.item}x` };
		expect(faultCodeOf(() => canonicalForm(over))).toBe("bad_request");
		const spelled = Object.values(over).map((value) => `${value.length}:${value},`);
		expect(parseCanonical(utf8(spelled.join("")))).toBeUndefined();
	});
});

describe("parsing a canonical form", () => {
	const long = "x".repeat(LIMITS.propertyBytes + 1);
	test.each([
		["four netstrings", "0:,0:,0:,0:,"],
		["six netstrings", "0:,0:,0:,0:,0:,0:,"],
		["a length with a leading zero", "01:a,0:,0:,0:,0:,"],
		["two zeros for none", "00:,0:,0:,0:,0:,"],
		["no length", ":,0:,0:,0:,0:,"],
		["a negative length", "-1:,0:,0:,0:,0:,"],
		["a length in hexadecimal", "0x1:a,0:,0:,0:,0:,"],
		["a length that is too short", "1:ab,0:,0:,0:,0:,"],
		["a length beyond the end", "0:,0:,0:,0:,9:a,"],
		["a missing last comma", "0:,0:,0:,0:,1:a"],
		["trailing bytes", "0:,0:,0:,0:,0:,x"],
		["a property over the limit", `201:${long},0:,0:,0:,0:,`],
		["nothing", ""],
	])("[HASH5] refuses %s", (_, text) => {
		expect(parseCanonical(utf8(text))).toBeUndefined();
	});

	test("[HASH5] refuses bytes that are not UTF-8", () => {
		const bytes = utf8("1:a,0:,0:,0:,0:,");
		bytes[2] = 0xff;
		expect(parseCanonical(bytes)).toBeUndefined();
	});

	test("keeps a byte order mark as the text it is", () => {
		const channel = channelOf({ item: "\ufeffa" });
		expect(parseCanonical(utf8(canonicalForm(channel)))).toEqual(channel);
	});
});
