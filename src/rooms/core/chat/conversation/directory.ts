import type { MembersPage, MembersQuery } from "../../../../door/chat/conversation-calls.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { Person } from "../../../../protocol/chat/model.ts";
import { finder, folded, wordsOf } from "../people/words.ts";

type Found = Pick<MembersPage, "people" | "found" | "next">;

/**
 * Returns a page of a conversation's members: those of the given ids, or those that the query finds, by name whatever case
 * and accents. A page goes on where another one ended, also where members came or left meanwhile.
 */
export function membersPage(members: readonly Person[], asked: MembersQuery): Found {
	const { query = "", users, after = "", limit = CHAT_LIMITS.membersPage } = asked;
	if (users !== undefined) {
		const wanted = new Set(users);
		const people = members.filter(({ id }) => wanted.has(id));
		return { people, found: people.length };
	}
	const finds = finder(query);
	const cards = members.map(cardOf).filter((card) => query === "" || finds(card));
	const further = cards.filter(({ key }) => key > after).toSorted((one, other) => (one.key < other.key ? -1 : 1));
	const page = further.slice(0, Math.min(limit, CHAT_LIMITS.peoplePage));
	const last = further.length > page.length ? page.at(-1) : undefined;
	const people = page.map(({ person }) => person);
	return { people, found: cards.length, ...(last !== undefined && { next: last.key }) };
}

function cardOf(person: Person) {
	const text = folded(person.name ?? person.id);
	// A key says where a member stands without the others: it is the cursor of a page, too.
	return { person, text, words: wordsOf(text), key: `${text}\n${person.id}` };
}
