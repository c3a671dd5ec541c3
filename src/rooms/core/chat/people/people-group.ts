import type { GroupMember, PeopleChange, PeoplePage, PeopleQuery } from "../../../../door/chat/people-calls.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { Clock, Timers } from "../../ports.ts";
import { Changes } from "./changes.ts";
import { Directory } from "./directory.ts";
import { Ghosts } from "./ghosts.ts";
import type { InboxLine, PeopleStore, Present } from "./ports.ts";
import { Watchers } from "./watchers.ts";

/** How old what is certain of somebody must be for news of the same to be worth a row, in milliseconds. */
const FRESH_MS = 3_600_000;

export interface PeopleGroupParts {
	readonly store: PeopleStore;
	readonly host: Clock & Timers;
	readonly line: InboxLine;
}

/** Who is online in one group. It does nothing of itself: it is told, it is asked, and it tells those who watch. */
export class PeopleGroup {
	readonly #store: PeopleStore;
	readonly #host: Clock;
	readonly #directory = new Directory();
	readonly #watchers: Watchers;
	readonly #ghosts: Ghosts;

	constructor({ store, host, line }: PeopleGroupParts) {
		this.#store = store;
		this.#host = host;
		for (const present of store.people()) this.#directory.set(present);
		const changes = new Changes();
		this.#watchers = new Watchers({ store, host, line, changes, compose: (users) => this.#change(users) });
		this.#ghosts = new Ghosts({
			host,
			line,
			directory: this.#directory,
			seen: ({ member }) => this.#write({ member, seen: host.now() }),
			gone: (user) => this.leave(user),
		});
	}

	/** A user is online, or is no longer as they were. Writes one row, and none where that is known. */
	enter(member: GroupMember): void {
		const now = this.#host.now();
		const known = this.#directory.get(member.id);
		const isNews = known === undefined || !isSame(known.member, member);
		if (!isNews && now < known.seen + FRESH_MS) return;
		this.#write({ member, seen: now });
		if (isNews) this.#watchers.changed(member.id);
	}

	/** A user is there no more. Writes one row, and none where that is known. */
	leave(user: string): void {
		if (!this.#directory.delete(user)) return;
		this.#store.leave(user);
		this.#watchers.changed(user);
	}

	/** Who is online, by name. With `watch` writes one row: until then the user is told of what changes. */
	list({ query = "", limit, watch }: PeopleQuery): PeoplePage {
		const page = { count: this.#directory.size, ...this.#directory.page(query, limit) };
		if (watch !== undefined) {
			const until = Math.min(watch.until, this.#host.now() + CHAT_LIMITS.watchMs);
			this.#watchers.add({ user: watch.user, until });
		}
		this.#ghosts.look();
		return page;
	}

	unwatch(user: string): void {
		this.#watchers.remove(user);
	}

	#write(present: Present): void {
		this.#store.enter(present);
		this.#directory.set(present);
	}

	#change(users: readonly string[]): PeopleChange {
		const joined: GroupMember[] = [];
		const left: string[] = [];
		for (const user of users) {
			const present = this.#directory.get(user);
			if (present === undefined) left.push(user);
			else joined.push(present.member);
		}
		return { count: this.#directory.size, joined, left };
	}
}

function isSame(one: GroupMember, other: GroupMember): boolean {
	return (
		one.status === other.status && one.name === other.name && JSON.stringify(one.info) === JSON.stringify(other.info)
	);
}
