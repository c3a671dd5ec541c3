import type { GroupMember, PeopleChange, PeoplePage } from "../../../../door/chat/people-calls.ts";
import type { PersonOnline } from "../../../../protocol/chat/model.ts";

/** How many people of a group are kept. */
const KEPT = 2_000;

/** Who is online in one group, as far as an inbox knows. */
export class GroupView {
	readonly group: string;
	readonly #people = new Map<string, GroupMember>();
	/** What was told while the first page was on its way. */
	#early: PeopleChange[] | undefined = [];
	#count = 0;

	constructor(group: string) {
		this.group = group;
	}

	/** All who are online there. */
	get count(): number {
		return Math.max(this.#count, this.#people.size);
	}

	/** Whether all of them are known. */
	get isComplete(): boolean {
		return this.#people.size >= this.#count;
	}

	get people(): GroupMember[] {
		return [...this.#people.values()];
	}

	has(user: string): boolean {
		return this.#people.has(user);
	}

	/** Those of some users that are online there. */
	among(users: readonly string[]): GroupMember[] {
		return users.flatMap((user) => this.#people.get(user) ?? []);
	}

	load({ count, people }: PeoplePage): void {
		this.#count = count;
		for (const one of people) this.#people.set(one.id, one);
		const early = this.#early ?? [];
		this.#early = undefined;
		for (const change of early) this.apply(change);
	}

	apply(change: PeopleChange): void {
		this.#early?.push(change);
		this.#count = change.count;
		for (const user of change.left) this.#people.delete(user);
		for (const one of change.joined)
			if (this.#people.has(one.id) || this.#people.size < KEPT) this.#people.set(one.id, one);
	}
}

/** People of several groups, each once, with the groups in which they were found. */
export function merged(found: readonly { group: string; people: readonly GroupMember[] }[]): PersonOnline[] {
	const people = new Map<string, PersonOnline>();
	for (const { group, people: some } of found)
		for (const one of some) {
			const known = people.get(one.id);
			if (known === undefined) people.set(one.id, { ...one, groups: [group] });
			else known.groups.push(group);
		}
	return [...people.values()];
}

/**
 * How many are online in some groups, a user aside. Exact where all are known; otherwise at least this many.
 *
 * @param self who does not count
 * @param isThere whether that one is online in a group, for all that is known
 */
export function total(views: readonly GroupView[], self: string, isThere: (group: string) => boolean): number {
	const ids = new Set(views.flatMap(({ people }) => people.map(({ id }) => id)));
	ids.delete(self);
	const most = views.map((view) => view.count - (view.has(self) || (!view.isComplete && isThere(view.group)) ? 1 : 0));
	return Math.max(ids.size, ...most);
}

export function byName(one: GroupMember, other: GroupMember): number {
	return nameOf(one).localeCompare(nameOf(other)) || (one.id < other.id ? -1 : 1);
}

function nameOf({ name, id }: GroupMember): string {
	return name ?? id;
}
