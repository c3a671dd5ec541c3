import { CHAT_LIMITS } from "../../protocol/chat/limits.ts";
import type { Desk } from "./desk.ts";
import { Errands } from "./errands.ts";
import { State } from "./store.ts";
import type { Timer } from "./timer.ts";
import type { MemberList, MembersState } from "./types.ts";

/** How long a search waits for the next key, in milliseconds. */
const SEARCH_MS = 250;

const EMPTY: MembersState = { count: 0, members: [], more: false, query: "", mayRemove: false, loading: true };

/** The members of a conversation, all or those that a search finds, as far as they have been loaded. */
export class Members implements MemberList {
	readonly #state: State<MembersState>;
	readonly #desk: Desk;
	readonly #conversation: string;
	readonly #errands: Errands;
	readonly #timer: Timer;
	readonly #closed: (list: Members) => void;
	readonly #load = {
		run: () => this.#reload(),
		fail: (failed: string) => this.#state.set({ loading: false, failed }),
	};
	/** Where the next page begins. */
	#next: string | undefined;
	/** Counts what was asked for: answers to what came before are of no use. */
	#epoch = 0;
	#more: Promise<void> | undefined;
	#isClosed = false;

	constructor(desk: Desk, conversation: string, closed: (list: Members) => void) {
		this.#desk = desk;
		this.#conversation = conversation;
		this.#closed = closed;
		this.#errands = new Errands(desk, true);
		this.#timer = desk.timer();
		this.#state = new State<MembersState>(EMPTY, desk.environment);
		this.reload();
	}

	get = (): MembersState => this.#state.get();

	subscribe = (run: () => void): (() => void) => this.#state.subscribe(run);

	search(query: string): void {
		if (query === this.get().query) return;
		this.#state.set({ query, loading: true });
		this.#timer.set(SEARCH_MS, () => this.reload());
	}

	/** Loads the next page; those who ask while it is on its way share it. @throws ParlourError */
	more(): Promise<void> {
		return (this.#more ??= this.#loadMore().finally(() => (this.#more = undefined)));
	}

	/** Who is there may have changed. */
	reload(): void {
		this.#epoch++;
		this.#errands.add(this.#load);
	}

	/** The list was another user's: nothing of it is left. */
	forget(): void {
		this.#isClosed = true;
		this.#timer.clear();
		this.#state.end({ ...EMPTY, loading: false });
	}

	close(): void {
		this.#isClosed = true;
		this.#timer.clear();
		this.#closed(this);
	}

	/** As many as there were, at least a page. */
	async #reload(): Promise<void> {
		if (this.#isClosed) return;
		const epoch = this.#epoch;
		const { query, members } = this.get();
		const limit = Math.min(Math.max(members.length, CHAT_LIMITS.membersPage), CHAT_LIMITS.peoplePage);
		const { people = [], found = 0, next, mayRemove = false } = await this.#ask({ limit, query: query || undefined });
		// A later one is on its way, or will be when the user stops typing.
		if (this.#isClosed || epoch !== this.#epoch || query !== this.get().query) return;
		this.#next = next;
		this.#state.set({ count: found, members: people, more: !!next, mayRemove, loading: false, failed: undefined });
	}

	async #loadMore(): Promise<void> {
		const epoch = this.#epoch;
		const after = this.#next;
		const { query } = this.get();
		if (!after || this.#isClosed) return;
		const { people = [], found = 0, next } = await this.#ask({ after, query: query || undefined });
		if (this.#isClosed || epoch !== this.#epoch || query !== this.get().query) return;
		this.#next = next;
		const { members } = this.get();
		const known = new Set(members.map(({ id }) => id));
		const further = people.filter(({ id }) => !known.has(id));
		this.#state.set({ count: found, members: [...members, ...further], more: !!next });
	}

	#ask(page: { readonly limit?: number; readonly after?: string; readonly query?: string | undefined }) {
		return this.#desk.ask("members", { conversation: this.#conversation, ...page });
	}
}
