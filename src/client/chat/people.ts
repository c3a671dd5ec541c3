import { WATCH_MS } from "../../protocol/chat/limits.ts";
import type { CHAT_SIGNALS } from "../../protocol/chat/model.ts";
import type { Shape } from "../../protocol/shape.ts";
import type { Desk } from "./desk.ts";
import { Errands } from "./errands.ts";
import { nameOf } from "./messages.ts";
import { State } from "./store.ts";
import type { Timer } from "./timer.ts";
import type { PeopleList, PeopleState, PersonOnline } from "./types.ts";

export type PeopleChange = Shape<(typeof CHAT_SIGNALS)["chat.people"]>;

/** How long a search waits for the next key, in milliseconds. */
const SEARCH_MS = 250;
/** The share of a lease after which it is renewed. */
const RENEW_AT = 0.8;

/** The people online: all who are, or those that a search finds. */
export class People implements PeopleList {
	readonly #state: State<PeopleState>;
	readonly #desk: Desk;
	readonly #errands: Errands;
	readonly #timer: Timer;
	readonly #closed: (list: People) => void;
	readonly #load = { run: () => this.#reload(), fail: () => this.#state.set({ loading: false }) };
	/** What was told while the list was on its way. */
	#told: PeopleChange[] = [];
	#isClosed = false;

	constructor(desk: Desk, closed: (list: People) => void) {
		this.#desk = desk;
		this.#closed = closed;
		this.#errands = new Errands(desk, true);
		this.#timer = desk.timer();
		this.#state = new State<PeopleState>(
			{ count: 0, people: [], more: false, query: "", loading: true },
			desk.environment,
		);
		this.reload();
	}

	get = (): PeopleState => this.#state.get();

	subscribe = (run: () => void): (() => void) => this.#state.subscribe(run);

	search(query: string): void {
		if (query === this.get().query) return;
		this.#state.set({ query, loading: true });
		this.#timer.set(SEARCH_MS, () => this.reload());
	}

	/** It may have changed without a word. */
	reload(): void {
		this.#errands.add(this.#load);
	}

	heard(change: PeopleChange): void {
		this.#told.push(change);
		this.#apply(change);
	}

	/** The list was another user's: nothing of it is left. */
	forget(): void {
		this.#isClosed = true;
		this.#timer.clear();
		this.#state.end({ count: 0, people: [], more: false, query: "", loading: false });
	}

	close(): void {
		this.#isClosed = true;
		this.#timer.clear();
		this.#closed(this);
	}

	async #reload(): Promise<void> {
		if (this.#isClosed) return;
		const { query } = this.get();
		this.#told = [];
		const { count, people, more } = await this.#desk.ask("people", { watch: true, ...(query && { query }) });
		if (this.#isClosed) return;
		// Another search is on its way; it sets the timer.
		if (query !== this.get().query) return;
		this.#state.set({ count, people, more, loading: false });
		for (const change of this.#told) this.#apply(change);
		this.#timer.set(WATCH_MS * RENEW_AT, () => this.reload());
	}

	#apply({ count, joined = [], left = [] }: PeopleChange): void {
		const { people, more, query } = this.get();
		const gone = new Set([...left, ...joined.map(({ id }) => id)]);
		const last = people.at(-1);
		const found = joined.filter((one) => {
			const isKnown = people.some(({ id }) => id === one.id);
			if (isKnown) return true;
			// Behind those that are listed there are others who are not.
			const isFurther = more && last !== undefined && byName(one, last) > 0;
			return !isFurther && nameOf(one).toLowerCase().includes(query.toLowerCase());
		});
		this.#state.set({ count });
		if (found.length || people.some(({ id }) => gone.has(id)))
			this.#state.set({ people: [...people.filter(({ id }) => !gone.has(id)), ...found].sort(byName) });
	}
}

function byName(a: PersonOnline, b: PersonOnline): number {
	return nameOf(a).localeCompare(nameOf(b));
}
