import type { Person } from "../../chat/types.ts";
import type { Dock } from "./dock.ts";
import { nameOf } from "./names.ts";
import type { Win } from "./window.ts";

/** Returns somebody as they are called now, where that is known; what they wrote earlier has the name of then. */
export function current(dock: Dock, id: string, person: Person): Person {
	return known(dock, id, person.id) ?? person;
}

/**
 * Returns the names of users in a row. Where they are more than `most`, or of some no name is known yet, the others are
 * counted; the text is empty where no name is known at all.
 */
export function namesIn(dock: Dock, { id, conversation }: Win, users: readonly string[], most: number): string {
	const { speech } = dock;
	const former = new Set(conversation?.get().former);
	const all = users.flatMap((user) => {
		const person = known(dock, id, user);
		if (person) return nameOf(person);
		return former.has(user) ? speech.say("former") : [];
	});
	const names = all.slice(0, most);
	const rest = users.length - names.length;
	if (names.length === 0) return "";
	return speech.list(rest > 0 ? [...names, `+${speech.number(rest)}`] : names);
}

function known(dock: Dock, id: string, user: string): Person | undefined {
	const isThey = (one: Person): boolean => one.id === user;
	const state = dock.shown?.get(id)?.conversation?.get();
	return dock.summary(id)?.members.find(isThey) ?? state?.names.find(isThey);
}
