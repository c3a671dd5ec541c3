import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import english from "../../../src/client/elements/locales/en.json" with { type: "json" };

const FOLDER = new URL("../../../src/client/elements/locales/", import.meta.url);
const LOCALES = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ""));
const ENGLISH: Readonly<Record<string, string>> = english;
/** The texts that have plural forms, by what they are called without one. */
const PLURALS = Object.keys(english)
	.filter((key) => key.endsWith(".other"))
	.map((key) => key.replace(/\.other$/, ""));

function textsOf(locale: string): Record<string, string> {
	return JSON.parse(readFileSync(new URL(`${locale}.json`, FOLDER), "utf8")) as Record<string, string>;
}

function keysFor(locale: string): string[] {
	const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
	const forms = PLURALS.flatMap((base) => pluralCategories.map((form) => `${base}.${form}`));
	const others = Object.keys(english).filter(
		(key) => !PLURALS.some((base) => new RegExp(`^${base}\\.(one|other)$`).test(key)),
	);
	return [...forms, ...others].toSorted();
}

function placesIn(text: string | undefined): string[] {
	return [...(text ?? "").matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();
}

describe("the dock's texts", () => {
	it("are there in seven languages", () => {
		expect(LOCALES).toEqual(expect.arrayContaining(["en", "pt", "de", "es", "fr", "ru", "ar"]));
	});

	it.each(LOCALES)("are all there in %s, with the plural forms that the language has", (locale) => {
		expect(Object.keys(textsOf(locale)).toSorted()).toEqual(keysFor(locale));
	});

	it.each(LOCALES)("have the same places to fill in %s", (locale) => {
		const wrong = Object.entries(textsOf(locale)).filter(([key, text]) => {
			const base = PLURALS.find((one) => key.startsWith(`${one}.`) && !key.slice(one.length + 1).includes("."));
			const [there, same] = [placesIn(text), placesIn(ENGLISH[key] ?? ENGLISH[`${base}.other`])];
			// A form of one or two may say the number in a word.
			return base === undefined ? there.join() !== same.join() : there.some((place) => !same.includes(place));
		});
		expect(wrong).toEqual([]);
	});

	it.each(LOCALES)("have nothing empty or untrimmed in %s", (locale) => {
		expect(Object.entries(textsOf(locale)).filter(([, text]) => text === "" || text !== text.trim())).toEqual([]);
	});
});
