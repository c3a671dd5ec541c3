import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Directory } from "../../../../../src/rooms/core/chat/people/directory.ts";
import { finder, folded, wordsOf } from "../../../../../src/rooms/core/chat/people/words.ts";

function finds(query: string, name: string): boolean {
	const text = folded(name);
	return finder(query)({ text, words: wordsOf(text) });
}

describe("a search", () => {
	test.each([
		["", "Ada Lovelace"],
		["a", "Ada Lovelace"],
		["LOVE", "Ada Lovelace"],
		["love ad", "Ada Lovelace"],
		["  ada  ", "Ada Lovelace"],
		["zoe", "Zoë"],
		["Zoë", "ZOE"],
		["joao", "João Conceição"],
		["conceicao", "João Conceição"],
		["strasse", "Straße"],
		["lodz", "Łódź"],
		["soren", "Søren Ægir"],
		["aegir", "Søren Ægir"],
		["елкин", "Ёлкин"],
		["محمد", "مُحَمَّد علي"],
		["müller", "Jean-Paul Müller-Lüdenscheidt"],
		["ludensch", "Jean-Paul Müller-Lüdenscheidt"],
		["김", "김민준"],
		["7b", "Class 7B"],
		["ｆull", "FULL width"],
		["🦊", "Fox 🦊"],
		["o'b", "Sinéad O'Brien"],
	])("[PEOPLE3] %j finds %j", (query, name) => {
		expect(finds(query, name)).toBe(true);
	});

	test.each([
		["da", "Ada Lovelace"],
		["ada x", "Ada Lovelace"],
		["lovelaces", "Ada Lovelace"],
		["🦊", "Ada"],
		["b", "Ada"],
	])("[PEOPLE3] %j does not find %j", (query, name) => {
		expect(finds(query, name)).toBe(false);
	});

	test("[PEOPLE3] takes whatever text, and finds by what was cut off a word's end", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.nat(40), (name, length) => {
				const [word = ""] = wordsOf(folded(name));
				expect(finds(Array.from(word).slice(0, length).join(""), name)).toBe(true);
				expect(finds(name, name)).toBe(true);
			}),
		);
	});
});

describe("a directory", () => {
	const directory = new Directory();
	for (const [id, name] of [
		["5", "émile"],
		["4", "Eve"],
		["3", "Ада"],
		["2", "bob"],
		["1", "Bob"],
		["anna", undefined],
		["6", "Zoë Ångström"],
	] as const)
		directory.set({ member: { id, status: "online", ...(name !== undefined && { name }) }, seen: Number(id) || 0 });

	const ids = (query: string, limit = 100) => directory.page(query, limit).people.map(({ id }) => id);

	test("[PEOPLE2] is sorted by name, whatever case and accents, and by id where that is the same", () => {
		expect(ids("")).toEqual(["anna", "1", "2", "5", "4", "6", "3"]);
	});

	test("[PEOPLE2][PEOPLE3] gives the first, and says how many there are", () => {
		expect(directory.page("", 2)).toMatchObject({ found: 7, people: [{ id: "anna" }, { id: "1" }] });
		expect(directory.page("BO", 1)).toMatchObject({ found: 2, people: [{ id: "1" }] });
		expect(directory.page("ang z", 1)).toMatchObject({ found: 1, people: [{ id: "6" }] });
		expect(directory.page("x", 1)).toEqual({ found: 0, people: [] });
	});

	test("[PEOPLE2] stays so when somebody is renamed, changes, comes or goes", () => {
		directory.set({ member: { id: "3", name: "Ada", status: "online" }, seen: 3 });
		directory.set({ member: { id: "6", name: "Zoë Ångström", status: "away" }, seen: 6 });
		expect(directory.delete("2")).toBe(true);
		expect(directory.delete("2")).toBe(false);
		expect(ids("")).toEqual(["3", "anna", "1", "5", "4", "6"]);
		expect(directory.page("angstrom", 1).people).toEqual([{ id: "6", name: "Zoë Ångström", status: "away" }]);
		expect(directory.notSeenSince(5, 2).map(({ member }) => member.id)).toEqual(["anna", "1"]);
		expect(directory.size).toBe(6);
	});
});
