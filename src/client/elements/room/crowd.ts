import type { PresenceChange } from "../../core/topics.ts";
import type { Person } from "./entry.ts";
import type { Movement } from "./moves.ts";
import { personOf } from "./read.ts";

/** Who is there, as far as the area tells it. */
export class Crowd {
	/** `undefined` while nothing is known. */
	count: number | undefined;
	/** `undefined` where the area only counts. */
	people: ReadonlyMap<string, Person> | undefined;
	/** Whether these are not all. */
	isSample = false;

	/** Takes a change up; answers who came and who went by it. */
	take({ count, members, sample, joined = [], left = [] }: PresenceChange): Movement {
		this.count = count;
		if (members) {
			this.people = new Map(members.map((member) => [member.id, personOf(member)]));
			this.isSample = sample === true;
			return { entered: [], left: [] };
		}
		if (!this.people) return { entered: [], left: [] };
		// One frame is right for pages that know different things: it names people who are known, and leaves out nobody.
		const before = this.people;
		const after = new Map(before);
		for (const id of left) after.delete(id);
		for (const member of joined) after.set(member.id, personOf(member));
		this.people = after;
		return {
			entered: [...after.values()].filter(({ id }) => !before.has(id)),
			left: [...before.values()].filter(({ id }) => !after.has(id)),
		};
	}

	/** Those who are there, by name, the user first. */
	sorted(you: string | undefined, lang: string): Person[] {
		const { compare } = new Intl.Collator(lang, { sensitivity: "base" });
		const rank = ({ id }: Person): number => (id === you ? 0 : 1);
		return [...(this.people?.values() ?? [])].sort(
			(one, other) => rank(one) - rank(other) || compare(one.name, other.name),
		);
	}
}
