import { describe, expect, test } from "vitest";
import { isBlank } from "../../src/protocol/chat/blank.ts";
import { hasEmojiShape, isEmoji } from "../../src/protocol/chat/emoji.ts";

const EMOJI = ["👍", "👍🏽", "❤️", "1️⃣", "#️⃣", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩‍👩‍👧", "🏳️‍🌈", "🤷🏽‍♂️", "❤️‍🔥", "🫠", "☺️", "Ⓜ️"];
const OTHERS = [
	"",
	" ",
	"x",
	"1",
	"#",
	"ok",
	"👍👍",
	"👍 ",
	" 👍",
	"👍!",
	"👍\u200d",
	"\u200d",
	"\ufe0f",
	"you are a fool",
	"ي",
	"<b>",
	"🇩",
	"🇩🇪🇫🇷",
	"❤\ufe0e",
	"👩\u200d",
];

describe("a reaction", () => {
	test.each(EMOJI)("[CONV31] is one emoji: %s", (text) => {
		expect(isEmoji(text)).toBe(true);
		expect(hasEmojiShape(text)).toBe(true);
	});

	test.each(OTHERS)("[CONV31] is nothing else: %j", (text) => {
		expect(isEmoji(text)).toBe(false);
		expect(hasEmojiShape(text)).toBe(false);
	});
});

const BLANK = [
	"",
	" \t\n\r\u00a0\u3000\u2028",
	"\u200b",
	"\u200e\u200f",
	"\u2800\u2800",
	"\u3164",
	"\uffa0",
	"\u115f\u1160",
	"\u00ad",
	"\ufeff",
	"\u2060\u2063",
	"\u034f",
	"\u180e",
	"\ufe0f",
	"\u202e \u202c",
	"\u2066\u2069",
	"\u061c",
	"\u0000\u001b\u0085",
	"\u{e0041}\u{e007f}",
	"\u{1d173}",
	"\ufff9",
	" \u200b \u3164 ",
];
const VISIBLE = ["a", "\u200ba", ".", "-", "_", "👍", "👩‍👩‍👧", "ي", "\u0301", "漢", "0", "\u202eabc", "¶", "\ue000"];

describe("a text", () => {
	test.each(BLANK)("[CONV30] looks empty: %j", (text) => {
		expect(isBlank(text)).toBe(true);
	});

	test.each(VISIBLE)("[CONV30] does not look empty: %j", (text) => {
		expect(isBlank(text)).toBe(false);
	});

	test("[CONV30] is looked at once, however long it is", () => {
		const begun = performance.now();
		for (let n = 0; n < 50; n++) isBlank(`${"\u200b \u3164".repeat(1_333)}a`);
		expect(performance.now() - begun).toBeLessThan(500);
	});
});
