import type { PeopleChange } from "../../../../door/chat/people-calls.ts";
import type { Clock, Timers } from "../../ports.ts";
import type { Changes } from "./changes.ts";
import type { InboxLine, Lease, PeopleStore } from "./ports.ts";

/** How long a first change waits for others, in milliseconds. */
const GATHER_MS = 100;
/** The least time between two rounds of telling: so much, and so much more for each watcher, in milliseconds. */
const PACE_MS = 1_000;
const PACE_PER_WATCHER_MS = 5;
/** Watchers told in one round; the others are told in the next. */
const MOST_AT_ONCE = 500;
/** How long a watcher who could not be reached is left alone, in milliseconds. */
const REST_MS = 5_000;

export interface WatchersParts {
	readonly store: PeopleStore;
	readonly host: Clock & Timers;
	readonly line: InboxLine;
	readonly changes: Changes;
	/** What changed, as it is now, for these users. */
	readonly compose: (users: readonly string[]) => PeopleChange;
}

/** A lease, and up to which change its user has been told. A renewed one is another object. */
interface Watcher extends Lease {
	told: number;
	isBusy: boolean;
	restUntil: number;
}

/**
 * Who is to be told of changes, and until when. Leases outlive sleep; what had not been told when the object died is
 * found by those who watch when they renew theirs.
 */
export class Watchers {
	readonly #parts: WatchersParts;
	readonly #watchers = new Map<string, Watcher>();
	#roundAt = Number.NEGATIVE_INFINITY;
	#isDue = false;

	constructor(parts: WatchersParts) {
		this.#parts = parts;
		for (const lease of parts.store.leases()) this.#add(lease);
	}

	get size(): number {
		return this.#watchers.size;
	}

	/** A user has just been told how things are, and is to be told of what changes. */
	add(lease: Lease): void {
		if (lease.until <= this.#parts.host.now()) return;
		this.#parts.store.lease(lease);
		this.#add(lease);
	}

	remove(user: string): void {
		if (this.#watchers.delete(user)) this.#parts.store.endLease(user);
		this.#forget();
	}

	/** Somebody has changed. Nothing happens where nobody watches. */
	changed(user: string): void {
		if (this.#watchers.size === 0) return;
		this.#parts.changes.add(user);
		this.#schedule(GATHER_MS);
	}

	#add(lease: Lease): void {
		const watcher = { ...lease, told: this.#parts.changes.version, isBusy: false, restUntil: 0 };
		this.#watchers.set(lease.user, watcher);
	}

	#schedule(waitMs: number): void {
		if (this.#isDue || this.#waiting().length === 0) return;
		const { host } = this.#parts;
		const pace = PACE_MS + this.#watchers.size * PACE_PER_WATCHER_MS;
		this.#isDue = true;
		host.after(Math.max(waitMs, Math.min(pace, this.#roundAt + pace - host.now())), () => {
			this.#isDue = false;
			this.#round();
		});
	}

	/** Those who have something to be told, those who have waited the longest first. */
	#waiting(): Watcher[] {
		const { version } = this.#parts.changes;
		const behind = [...this.#watchers.values()].filter(({ told, isBusy }) => told < version && !isBusy);
		return behind.toSorted((one, other) => one.told - other.told);
	}

	#round(): void {
		const now = this.#parts.host.now();
		this.#roundAt = now;
		for (const { user, until } of this.#watchers.values()) if (until <= now) this.remove(user);
		const composed = new Map<number, PeopleChange>();
		const ready = this.#waiting().filter(({ restUntil }) => restUntil <= now || restUntil - now > REST_MS);
		for (const watcher of ready.slice(0, MOST_AT_ONCE)) {
			let change = composed.get(watcher.told);
			// Put together once for all who have been told the same.
			if (change === undefined)
				composed.set(watcher.told, (change = this.#parts.compose(this.#parts.changes.since(watcher.told))));
			void this.#tell(watcher, change);
		}
		this.#schedule(0);
	}

	async #tell(watcher: Watcher, change: PeopleChange): Promise<void> {
		const { told, user } = watcher;
		watcher.told = this.#parts.changes.version;
		watcher.isBusy = true;
		const watching = await this.#ask(user, change);
		watcher.isBusy = false;
		// A watcher who has renewed the lease meanwhile knows better already.
		if (this.#watchers.get(user) !== watcher) return;
		if (watching === false) return this.remove(user);
		if (watching === undefined) {
			watcher.told = told;
			watcher.restUntil = this.#parts.host.now() + REST_MS;
		}
		this.#forget();
		this.#schedule(0);
	}

	/** Whether the user still watches; `undefined` where they cannot be reached. */
	async #ask(user: string, change: PeopleChange): Promise<boolean | undefined> {
		try {
			return (await this.#parts.line.tell(user, change)).watching;
		} catch {
			return undefined;
		}
	}

	#forget(): void {
		const { changes } = this.#parts;
		let told = changes.version;
		for (const watcher of this.#watchers.values()) told = Math.min(told, watcher.told);
		changes.forget(told);
	}
}
