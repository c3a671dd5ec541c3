import { describe, expect, it } from "vitest";
import { speechFor } from "../../../src/client/elements/dock/speech.ts";

const NOON = new Date(2026, 2, 4, 12).getTime();
const HOUR_MS = 3_600_000;

describe("the dock's words", () => {
	it.each([
		["en", "en", "Search people"],
		["pt-BR", "pt-BR", "Pesquisar pessoas"],
		["de", "de", "Personen suchen"],
		["AR-eg", "ar-EG", "البحث عن أشخاص"],
		["tlh", "en", "Search people"],
		["not a language!", "en", "Search people"],
		["", "en", "Search people"],
	])("are those of %s", async (wanted, lang, text) => {
		const speech = await speechFor(wanted);
		expect([speech.lang, speech.say("people.search")]).toEqual([lang, text]);
	});

	it("have plural forms", async () => {
		const [en, ru, ar] = await Promise.all(["en", "ru", "ar"].map((lang) => speechFor(lang)));
		expect([1, 2, 1_200].map((count) => en?.say("unread", { count }))).toEqual([
			"1 unread message",
			"2 unread messages",
			"1,200 unread messages",
		]);
		expect([1, 3, 5, 21].map((count) => ru?.say("members", { count }))).toEqual([
			"1 участник",
			"3 участника",
			"5 участников",
			"21 участник",
		]);
		expect(ar?.say("members", { count: 2 })).toBe("عضوان");
	});

	it("may be the page's own, and put nothing in that is not a place", async () => {
		const speech = await speechFor("en", { chat: "Talk", by: "{name}{toString}{text}" });
		expect(speech.say("chat")).toBe("Talk");
		expect(speech.say("by", { name: "{text}", text: "$& $1" })).toBe("{text}{toString}$& $1");
	});

	it("name days and times", async () => {
		const speech = await speechFor("en-GB");
		const days = [0, 24, 48, 24 * 30, 24 * 400].map((hours) => speech.day(NOON - hours * HOUR_MS, NOON));
		expect(days).toEqual(["Today", "Yesterday", "Monday", "2 February", "28 January 2025"]);
		const stamps = [0, 48, 24 * 30].map((hours) => speech.stamp(NOON - hours * HOUR_MS, NOON));
		expect(stamps).toEqual(["12:00", "Mon", "2 Feb"]);
		expect([900, 182_300, 1_482_300].map((bytes) => speech.size(bytes))).toEqual(["900 bytes", "182 kB", "1.5 MB"]);
		expect(speech.fault("rate_limited")).toContain("too fast");
		expect(speech.fault("something_new")).toBe(speech.say("fault"));
	});
});
