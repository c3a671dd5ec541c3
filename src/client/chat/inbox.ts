import { ParlourError } from "../index.ts";
import type { Desk } from "./desk.ts";
import { Errands } from "./errands.ts";
import { State } from "./store.ts";
import type { ChatMessage, Draft, InboxState, Summary } from "./types.ts";

const EMPTY = { you: undefined, conversations: [], more: false, unread: 0, blocked: [], unsent: [] } as const;

/** Something that was told of the list, as a change of what is loaded. */
type Change = () => void;

/** The user's list: what was loaded, and what has been told since. */
export class Inbox {
	readonly state: State<InboxState>;
	readonly #desk: Desk;
	readonly #errands: Errands;
	readonly #load = {
		run: () => this.#reload(),
		// A list that is refused stays as it is: what went wrong is for the program to know.
		fail: (code: string): void => {
			if (code !== "closed") this.#desk.environment.report(new ParlourError(code));
		},
	};
	#isLoaded = false;
	#more: Promise<void> | undefined;
	/** What was told while the list was on its way, which may be older or newer than it. */
	#told: Change[] | undefined;

	constructor(desk: Desk) {
		this.#desk = desk;
		this.#errands = new Errands(desk, true);
		this.state = new State<InboxState>({ ...EMPTY, state: desk.channel.state }, desk.environment);
		desk.channel.onState(() => this.#connected());
		desk.channel.onTrouble(() => this.#connected());
		this.reload();
	}

	find(id: string): Summary | undefined {
		return this.state.get().conversations.find((one) => one.id === id);
	}

	/** The list is not what it was, or has never been. */
	reload(): void {
		this.#errands.add(this.#load);
	}

	/** The next page; those who ask while it is on its way share it. @throws ParlourError */
	more(): Promise<void> {
		return (this.#more ??= this.#next().finally(() => (this.#more = undefined)));
	}

	/** Takes a conversation as it is now. */
	put(summary: Summary): void {
		this.#tell(() => this.#put(summary));
	}

	/** A message is in a conversation; `unread` where it is known. Each event says it as it was then, so that the last is right. */
	message(id: string, message: ChatMessage, unread?: number): void {
		const change = (known: Summary): Summary => {
			const isLast = message.seq > (known.last?.seq ?? 0);
			const last = isLast && { last: message, at: Math.max(known.at, message.at) };
			return { ...known, ...last, unread: unread ?? known.unread };
		};
		this.#tell(() => this.#change(id, change));
	}

	/** A message is no longer as it was; `unread` where it is known. */
	changed(id: string, message: ChatMessage, unread?: number): void {
		this.#tell(() => {
			const known = this.find(id);
			const last = known?.last?.seq ?? (known ? 0 : Number.POSITIVE_INFINITY);
			// It was missed, and deleted since, so that it has no event of its own any more: the list counts it.
			if (message.seq > last || (!known && message.deleted)) this.#unknown();
			if (!known) return;
			this.#put({ ...known, ...(message.seq === last && { last: message }), unread: unread ?? known.unread });
		});
	}

	read(id: string, unread: number): void {
		this.#tell(() => this.#change(id, (known) => ({ ...known, unread })));
	}

	removed(id: string): void {
		this.#tell(() => {
			const known = this.find(id);
			if (!known) return this.#unknown();
			const { conversations, unread } = this.state.get();
			return this.state.set({
				conversations: conversations.filter((one) => one !== known),
				unread: unread - counted(known),
			});
		});
	}

	blocked(blocked: readonly string[]): void {
		this.#tell(() => this.state.set({ blocked }));
	}

	/** Messages of this user are on their way to a conversation, or have failed. */
	drafted(id: string, drafts: readonly Draft[]): void {
		const others = (this.state.get().unsent ?? []).filter((one) => one.id !== id);
		const state = drafts.some((draft) => draft.state === "failed") ? "failed" : "sending";
		this.state.set({ unsent: drafts.length > 0 ? [...others, { id, state }] : others });
	}

	/** The list is another user's from now on. */
	forget(): void {
		this.state.end({ ...EMPTY, state: "lost", code: "user_changed" });
	}

	#connected(): void {
		const { state, trouble, you } = this.#desk.channel;
		const isWaiting = state === "live" && !this.#isLoaded;
		this.state.set({ state: isWaiting ? "connecting" : state, code: trouble?.code });
		if (you && !this.state.get().you)
			this.state.set({ you: { id: you.id, ...(you.name !== undefined && { name: you.name }) } });
	}

	/** Does now what was told, and again on top of a list that is on its way. A list to come has it already. */
	#tell(change: Change): void {
		this.#told?.push(change);
		if (this.#isLoaded) change();
	}

	/** Something is in the list that is not loaded: only the list itself says what it is, and how it counts. */
	#unknown(): void {
		if (!this.#told) this.reload();
	}

	#change(id: string, change: (known: Summary) => Summary): void {
		const known = this.find(id);
		if (!known) return this.#unknown();
		return this.#put(change(known));
	}

	#put(summary: Summary): void {
		const { conversations, unread } = this.state.get();
		const known = this.find(summary.id);
		this.state.set({
			conversations: [...conversations.filter((one) => one !== known), summary].sort(latestFirst),
			unread: unread + counted(summary) - (known ? counted(known) : 0),
		});
	}

	async #next(): Promise<void> {
		const before = this.state.get().conversations.at(-1)?.at;
		const page = await this.#desk.ask("list", { before });
		const { conversations } = this.state.get();
		const further = page.conversations.filter(({ id }) => !this.find(id));
		this.state.set({
			conversations: [...conversations, ...further].sort(latestFirst),
			more: page.more && further.length > 0,
		});
	}

	/** As many conversations as there were, at least a page. */
	async #reload(): Promise<void> {
		const wanted = this.state.get().conversations.length;
		const told: Change[] = (this.#told = []);
		try {
			let page = await this.#desk.ask("list", {});
			const { unread, blocked } = page;
			let { conversations } = page;
			while (page.more && conversations.length < wanted) {
				page = await this.#desk.ask("list", { before: conversations.at(-1)?.at });
				conversations = [...conversations, ...page.conversations];
			}
			this.#isLoaded = true;
			this.#told = undefined;
			this.state.set({ conversations, more: page.more, unread, blocked });
			for (const change of told) change();
			this.#connected();
		} finally {
			this.#told = undefined;
		}
	}
}

function counted({ muted, unread }: Summary): number {
	return muted ? 0 : unread;
}

function latestFirst(a: Summary, b: Summary): number {
	return b.at - a.at;
}
