import type { Entry } from "../core/chat/inbox/entry.ts";
import type { InboxStore, OwnRecord, ToldRecord } from "../core/chat/inbox/ports.ts";

/** What an inbox has beside its log, in memory: for tests. */
export class MemoryInbox implements InboxStore {
	readonly #entries = new Map<string, Entry>();
	readonly #introduced = new Set<string>();
	readonly #blocked = new Set<string>();
	#own: OwnRecord | undefined;
	#told: ToldRecord = { groups: [] };
	#watch = 0;

	entry(id: string): Entry | undefined {
		return this.#entries.get(id);
	}

	save(entry: Entry): void {
		this.#entries.set(entry.about.id, entry);
	}

	remove(id: string): void {
		this.#entries.delete(id);
	}

	page(limit: number, before: number = Number.MAX_SAFE_INTEGER): Entry[] {
		const found = this.#sorted().filter(({ about }) => about.at < before);
		const last = found[limit - 1]?.about.at ?? 0;
		return found.filter(({ about }, index) => index < limit || about.at === last);
	}

	count(before: number = Number.MAX_SAFE_INTEGER): number {
		return this.#sorted().filter(({ about }) => about.at < before).length;
	}

	unread(): number {
		return this.#sorted().reduce((sum, { muted, count }) => sum + (muted ? 0 : count), 0);
	}

	waiting(limit: number): Entry[] {
		return this.#sorted()
			.filter((entry) => entry.waiting)
			.slice(0, limit);
	}

	dueBy(at: number): Entry[] {
		const due = this.#sorted().filter(({ tellAt }) => tellAt !== undefined && tellAt <= at);
		return due.toSorted((one, other) => (one.tellAt ?? 0) - (other.tellAt ?? 0));
	}

	nextDue(): number | undefined {
		return this.dueBy(Number.MAX_SAFE_INTEGER)[0]?.tellAt;
	}

	own(): OwnRecord | undefined {
		return this.#own;
	}

	saveOwn(own: OwnRecord): void {
		this.#own = own;
	}

	told(): ToldRecord {
		return this.#told;
	}

	saveTold(told: ToldRecord): void {
		this.#told = told;
	}

	watchedUntil(): number {
		return this.#watch;
	}

	watchUntil(at: number): void {
		this.#watch = at;
	}

	isIntroduced(user: string): boolean {
		return this.#introduced.has(user);
	}

	introduce(user: string): void {
		this.#introduced.add(user);
	}

	blocked(): string[] {
		return [...this.#blocked].toSorted();
	}

	block(user: string, on: boolean): void {
		if (on) this.#blocked.add(user);
		else this.#blocked.delete(user);
	}

	/** The latest first. */
	#sorted(): Entry[] {
		return [...this.#entries.values()].toSorted((one, other) => other.about.at - one.about.at || byId(one, other));
	}
}

function byId(one: Entry, other: Entry): number {
	return one.about.id < other.about.id ? -1 : 1;
}
