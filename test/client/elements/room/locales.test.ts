import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { Language } from "../../../../src/client/elements/base/language.ts";

const FOLDER = new URL("../../../../src/client/elements/room/locales/", import.meta.url);

async function load(file: string): Promise<Record<string, string>> {
	return JSON.parse(await readFile(new URL(file, FOLDER), "utf8")) as Record<string, string>;
}

const files = await readdir(FOLDER);
const english = await load("en.json");
const FORM = /\.(?:zero|one|two|few|many|other)$/;

/** The names, those in plural forms once, with the places that are filled in. */
function namesOf(texts: Record<string, string>): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const [key, text] of Object.entries(texts)) {
		const name = key.replace(FORM, "");
		const places = [...text.matchAll(/\{\w+\}/g)].map(([place]) => place);
		found.set(name, [...new Set([...(found.get(name) ?? []), ...places])].toSorted());
	}
	return found;
}

describe("the room's texts", () => {
	test("there are seven languages", () => {
		expect(files.toSorted()).toEqual(["ar.json", "de.json", "en.json", "es.json", "fr.json", "pt.json", "ru.json"]);
	});

	test.each(files)("%s says all that English says, with the same places", async (file) => {
		expect(namesOf(await load(file))).toEqual(namesOf(english));
	});

	test.each(files)("%s has what English would stand in for otherwise, in both its forms", async (file) => {
		const texts = await load(file);
		expect(Object.keys(english).filter((key) => FORM.test(key) && texts[key] === undefined)).toEqual([]);
	});

	test("a number chooses the form", async () => {
		const russian = new Language<"news">("ru", await load("ru.json"));
		expect([1, 3, 5].map((count) => russian.say("news", { count }))).toEqual([
			"1 новое сообщение",
			"3 новых сообщения",
			"5 новых сообщений",
		]);
	});

	test("durations are said in the largest unit of which there is one", () => {
		const speech = new Language("en", {});
		expect([30, 600, 3600, 86_400, 604_800].map((seconds) => speech.duration(seconds))).toEqual([
			"30 seconds",
			"10 minutes",
			"1 hour",
			"1 day",
			"1 week",
		]);
		expect(speech.when(599)).toBe("in 10 minutes");
	});
});
