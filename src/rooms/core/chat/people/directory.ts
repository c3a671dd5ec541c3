import type { GroupMember } from "../../../../door/chat/people-calls.ts";
import type { Present } from "./ports.ts";
import { finder, folded, wordsOf } from "./words.ts";

/** Who is online in a group, by name. What only lists and searches need is worked out for them, when there is one. */
export class Directory {
	readonly #people = new Map<string, Card>();
	#sorted: Card[] | undefined;

	get size(): number {
		return this.#people.size;
	}

	get(user: string): Present | undefined {
		return this.#people.get(user)?.present;
	}

	set(present: Present): void {
		const { id } = present.member;
		const known = this.#people.get(id);
		const card = new Card(present);
		this.#people.set(id, card);
		this.#sorted = undefined;
		// The name is the same mostly: somebody has gone idle.
		if (known !== undefined && known.present.member.name === present.member.name) card.takeOver(known);
	}

	delete(user: string): boolean {
		this.#sorted = undefined;
		return this.#people.delete(user);
	}

	/** Those last seen before a time, in milliseconds since 1970, the longest first. */
	notSeenSince(at: number, limit: number): Present[] {
		const old = [...this.#people.values()].map(({ present }) => present).filter(({ seen }) => seen < at);
		return old.toSorted((one, other) => one.seen - other.seen).slice(0, limit);
	}

	/** Those that a search finds, by name. */
	page(query: string, limit: number): { found: number; people: GroupMember[] } {
		this.#sorted ??= [...this.#people.values()].toSorted(byKey);
		const finds = finder(query);
		const cards = query === "" ? this.#sorted : this.#sorted.filter(({ name }) => finds(name));
		return { found: cards.length, people: cards.slice(0, limit).map(({ present }) => present.member) };
	}
}

/** Somebody, with their name as it is sorted and searched by. */
class Card {
	readonly present: Present;
	#name: { readonly text: string; readonly words: readonly string[] } | undefined;

	constructor(present: Present) {
		this.present = present;
	}

	takeOver(other: Card): void {
		this.#name = other.#name;
	}

	get name(): { readonly text: string; readonly words: readonly string[] } {
		if (this.#name === undefined) {
			const { name, id } = this.present.member;
			const text = folded(name ?? id);
			this.#name = { text, words: wordsOf(text) };
		}
		return this.#name;
	}
}

/** By code units: what reads them sorts them again as its own language does. */
function byKey(one: Card, other: Card): number {
	if (one.name.text !== other.name.text) return one.name.text < other.name.text ? -1 : 1;
	return one.present.member.id < other.present.member.id ? -1 : 1;
}
