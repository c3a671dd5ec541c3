import type { PeopleChange } from "../../../../door/chat/people-calls.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { ChatAnswers, PersonOnline } from "../../../../protocol/chat/model.ts";
import type { ChatRequests } from "../../../../protocol/chat/requests.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { RoomHost } from "../../ports.ts";
import { byName, GroupView, merged, total } from "./group-view.ts";
import type { Owner } from "./owner.ts";
import type { InboxStore, Lines } from "./ports.ts";
import type { Voice } from "./voice.ts";

/** How many people of a group are asked for: with all of them here, what groups share is counted exactly. */
const ASKED = 1_000;
/** The least time between two signals, in milliseconds. */
const PACE_MS = 1_000;
/** How many people one signal names. */
const NAMED = 100;

export interface PeopleParts {
	readonly owner: Owner;
	readonly store: InboxStore;
	readonly host: RoomHost;
	readonly lines: Lines;
	readonly voice: Voice;
}

type Asked = ChatRequests["people"];

/**
 * Who is online in a user's groups, put together from what each group says; the user aside. While their pages watch, the
 * groups tell of changes, and pages are told of them together. A view does not outlive sleep: it is asked for again.
 */
export class People {
	readonly #parts: PeopleParts;
	#views: Map<string, GroupView> | undefined;
	/** Views that are being filled, to take the place of the others once they are. */
	#coming: Map<string, GroupView> | undefined;
	#loading: Promise<void> | undefined;
	readonly #changed = new Set<string>();
	#isChanged = false;
	#toldAt = Number.NEGATIVE_INFINITY;
	#isDue = false;

	constructor(parts: PeopleParts) {
		this.#parts = parts;
	}

	/** Answers who is online. @throws FaultError `forbidden` for a group that is not the user's */
	async ask({ watch, query, group, limit = CHAT_LIMITS.peoplePage }: Asked): Promise<ChatAnswers["people"]> {
		const { owner, voice } = this.#parts;
		if (group !== undefined && !owner.groups.includes(group))
			throw new FaultError("forbidden", "This is no group of yours.");
		// Another page of the user may still show the list. Where none does, the watch ends by itself.
		if (watch === false && [...voice.readers].length < 2) await this.#unwatch();
		await this.#prepare(watch === true);
		const views = this.#current(group);
		const { people, more } = query === undefined || query === "" ? everyone(views) : await this.#search(views, query);
		const others = people.filter(({ id }) => id !== owner.id).toSorted(byName);
		return {
			count: this.#count(),
			people: others.slice(0, limit),
			more: more || others.length > limit,
		};
	}

	/** A group tells of a change. Answers whether anybody watches. */
	changed(group: string, change: PeopleChange): boolean {
		const { store, voice, owner } = this.#parts;
		if (!this.#isWatched || !voice.isHeard || !owner.groups.includes(group)) {
			// Groups stop telling now, so that the next page must ask them.
			if (this.#isWatched && !voice.isHeard) store.watchUntil(0);
			return false;
		}
		for (const views of [this.#views, this.#coming]) views?.get(group)?.apply(change);
		for (const { id } of change.joined) this.#changed.add(id);
		for (const id of change.left) this.#changed.add(id);
		this.#isChanged = true;
		this.#schedule();
		return true;
	}

	get #isWatched(): boolean {
		return this.#parts.store.watchedUntil() > this.#parts.host.now();
	}

	/** How many are online in the user's groups. */
	#count(): number {
		const { owner, store } = this.#parts;
		const { groups } = store.told();
		return total(this.#current(), owner.id, (group) => groups.includes(group));
	}

	/** Views of the user's groups, or of one. */
	#current(group?: string): GroupView[] {
		const groups = group === undefined ? this.#parts.owner.groups : [group];
		return groups.flatMap((one) => this.#views?.get(one) ?? []);
	}

	/** Has views that are up to date: the groups are asked unless they tell of changes, and will for a while. */
	async #prepare(watch: boolean): Promise<void> {
		// What another page asked may be on its way, and may be all that this one needs.
		while (this.#loading !== undefined) await this.#loading.catch(() => undefined);
		const { store, host, owner } = this.#parts;
		const left = store.watchedUntil() - host.now();
		const isKnown = owner.groups.every((group) => this.#views?.has(group) === true);
		if (isKnown && left > (watch ? CHAT_LIMITS.watchMs / 2 : 0)) return;
		if (watch) store.watchUntil(host.now() + CHAT_LIMITS.watchMs);
		await this.#load();
	}

	#load(): Promise<void> {
		return (this.#loading ??= this.#fill().finally(() => (this.#loading = undefined)));
	}

	async #fill(): Promise<void> {
		const { owner, lines, store } = this.#parts;
		const until = store.watchedUntil();
		const watch = this.#isWatched ? { watch: { user: owner.id, until } } : {};
		const views = new Map(owner.groups.map((group) => [group, new GroupView(group)]));
		// Known before they are filled, so that they miss no change that is told meanwhile.
		this.#coming = views;
		try {
			await Promise.all(
				[...views].map(async ([group, view]) => view.load(await lines.people(group).list({ limit: ASKED, ...watch }))),
			);
			this.#views = views;
		} catch (thrown) {
			// Those of before would be taken for those of now.
			this.#views = undefined;
			throw thrown;
		} finally {
			this.#coming = undefined;
		}
	}

	async #unwatch(): Promise<void> {
		const { store, owner, lines } = this.#parts;
		if (!this.#isWatched) return;
		store.watchUntil(0);
		this.#views = undefined;
		await Promise.all(owner.groups.map((group) => lines.people(group).unwatch(owner.id)));
	}

	/** People by their names: each group finds its own. */
	async #search(views: readonly GroupView[], query: string): Promise<{ people: PersonOnline[]; more: boolean }> {
		const { lines } = this.#parts;
		const pages = await Promise.all(
			views.map(async ({ group }) => ({
				group,
				...(await lines.people(group).list({ query, limit: CHAT_LIMITS.peoplePage })),
			})),
		);
		return { people: merged(pages), more: pages.some(({ found, people }) => found > people.length) };
	}

	#schedule(): void {
		if (this.#isDue) return;
		const { host } = this.#parts;
		const wait = Math.min(PACE_MS, this.#toldAt + PACE_MS - host.now());
		this.#isDue = true;
		host.after(Math.max(0, wait), () => void this.#tell());
	}

	async #tell(): Promise<void> {
		const { host } = this.#parts;
		try {
			if (this.#isWatched && this.#views === undefined) await this.#load();
		} catch {
			// Told with the next change, when the groups are asked again; pages ask, too, before their lease is over.
		}
		this.#isDue = false;
		this.#toldAt = host.now();
		if (this.#views !== undefined && this.#isWatched && this.#isChanged) this.#signal();
	}

	#signal(): void {
		const { owner, voice } = this.#parts;
		this.#isChanged = false;
		const views = this.#current();
		const changed = [...this.#changed].filter((id) => id !== owner.id);
		this.#changed.clear();
		const count = this.#count();
		const people = merged(views.map((view) => ({ group: view.group, people: view.among(changed) })));
		const left = changed.filter((id) => !people.some((one) => one.id === id));
		do {
			const joined = people.splice(0, NAMED);
			const gone = left.splice(0, 10 * NAMED);
			voice.signal("chat.people", {
				count,
				...(joined.length > 0 && { joined }),
				...(gone.length > 0 && { left: gone }),
			});
		} while (people.length + left.length > 0);
	}
}

function everyone(views: readonly GroupView[]): { people: PersonOnline[]; more: boolean } {
	const more = views.some((view) => !view.isComplete);
	return { people: merged(views.map(({ group, people }) => ({ group, people }))), more };
}
