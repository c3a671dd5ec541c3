import { describe, expect, test } from "vitest";
import { directionIn, isolated } from "../../../src/client/elements/base/bidi.ts";
import { beginning, graphemes, initials } from "../../../src/client/elements/base/graphemes.ts";
import { Language } from "../../../src/client/elements/base/language.ts";

const FSI = "\u2068";
const PDI = "\u2069";

describe("a name within a text", () => {
	test.each([
		["Ada", "Ada"],
		["علي", `${FSI}علي${PDI}`],
		["Ada ليلى", `${FSI}Ada ليلى${PDI}`],
		["evil\u202egnp.exe", "evilgnp.exe"],
		["\u202d\u202bA\u202c", "A"],
		["A\u2069\u2069B", "AB"],
		["\u2067A", "A"],
		["one\ntwo\u2029three", "one two three"],
		[`${FSI}علي${PDI}, Ada`, `${FSI}${FSI}علي${PDI}, Ada${PDI}`],
	])("[SHOW3] turns nothing around it: %j", (name, expected) => {
		expect(isolated(name, false)).toBe(expected);
	});

	test("[SHOW3] has its own direction in a language that is written from right to left", () => {
		expect(isolated("Ada", true)).toBe(`${FSI}Ada${PDI}`);
	});

	test("[SHOW3] is isolated by whatever text it is filled into", () => {
		const words = { by: "{name}: {text}", n: "{count} x" };
		const english = new Language("en", words);
		expect(english.say("by", { name: "علي", text: "hi" })).toBe(`${FSI}علي${PDI}: hi`);
		expect(english.list(["علي", "Ada"])).toBe(`${FSI}علي${PDI} and Ada`);
		expect(new Language("ar", words).say("by", { name: "Ada", text: "hi" })).toBe(`${FSI}Ada${PDI}: ${FSI}hi${PDI}`);
		expect(english.say("n", { count: 3 })).toBe("3 x");
	});

	test.each([
		["hello", "ltr"],
		["  12 hello", "ltr"],
		["«مرحبا» hello", "rtl"],
		["שלום", "rtl"],
		["123 👍", undefined],
		["", undefined],
	])("[SHOW3] a line is written as its first letter is: %j", (text, direction) => {
		expect(directionIn(text)).toBe(direction);
	});
});

const FAMILY = "👩‍👩‍👧";
const TEXTS: readonly (readonly [string, readonly string[]])[] = [
	["ab", ["a", "b"]],
	[`a${FAMILY}b`, ["a", FAMILY, "b"]],
	["🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]],
	["👍🏽!", ["👍🏽", "!"]],
	["e\u0301e", ["e\u0301", "e"]],
	["❤️‍🔥", ["❤️‍🔥"]],
	["🏴󠁧󠁢󠁳󠁣󠁴󠁿x", ["🏴󠁧󠁢󠁳󠁣󠁴󠁿", "x"]],
];

describe("what a reader takes for a character", () => {
	test.each(TEXTS)("[SHOW4] is never cut: %s", (text, expected) => {
		expect(graphemes(text)).toEqual(expected);
		const { Segmenter } = Intl;
		Reflect.deleteProperty(Intl, "Segmenter");
		try {
			expect(graphemes(text)).toEqual(expected);
		} finally {
			Object.assign(Intl, { Segmenter });
		}
	});

	test("[SHOW4] counts as one where a text is shortened", () => {
		expect(beginning(FAMILY.repeat(300), 200)).toBe(FAMILY.repeat(200));
		expect(beginning("short", 200)).toBe("short");
	});

	test.each([
		["Ada Lovelace", "AL"],
		["ada maria lovelace", "AL"],
		[`${FAMILY} Ada`, `${FAMILY}A`],
		["🏳️‍🌈", "🏳️‍🌈"],
		["\u202eEve \u200bX", "EX"],
		["Élodie", "É"],
		["\u200b", ""],
		["ليلى حداد", "لح"],
	])("[SHOW4] is what initials are made of: %s", (name, expected) => {
		expect(initials(name, "en")).toBe(expected);
	});
});

describe("times", () => {
	test("[SHOW5] are put as the page's language puts them, also where there are no texts in it", () => {
		const at = new Date(2026, 4, 3, 14, 5).getTime();
		expect(new Language("en", {}, "it").time(at)).toBe("14:05");
		expect(new Language("en", {}, "en-GB").time(at)).toBe("14:05");
		expect(new Language("en", {}, "en-US").time(at)).toMatch(/^2:05\sPM$/);
		expect(new Language("en", {}, "it").day(at, at)).toBe("Oggi");
	});
});
