import type { MemberList, OpenConversation, PeopleList, Person } from "../../chat/types.ts";
import type { Dock } from "./dock.ts";
import { codeOf } from "./names.ts";
import { succeeds } from "./succeeds.ts";
import type { Win } from "./window.ts";

export type MembersTab = "members" | "add";

/** The sheet of a group's members while it is open: who is there, and who is online and may be added. */
export class MembersSheet {
	readonly dock: Dock;
	readonly win: Win;
	readonly list: MemberList;
	readonly #conversation: OpenConversation;
	#people: PeopleList | undefined;
	/** Whether a further page is on its way, or could not be loaded. */
	#isLoading = false;
	tab: MembersTab = "members";
	query = "";

	constructor(dock: Dock, win: Win, conversation: OpenConversation) {
		this.dock = dock;
		this.win = win;
		this.#conversation = conversation;
		this.list = conversation.listMembers();
		this.list.subscribe(() => this.#changed());
	}

	/** Those who are online and no members, as far as they are known; `undefined` before they are. */
	get others(): readonly Person[] | undefined {
		const state = this.#people?.get();
		const { more, loading, members } = this.list.get();
		if (!state || state.loading || loading || more) return undefined;
		const ids = new Set(members.map(({ id }) => id));
		return state.people.filter(({ id }) => !ids.has(id) && id !== this.dock.you);
	}

	show(tab: MembersTab): void {
		if (tab === this.tab) return;
		this.search("");
		this.tab = tab;
		if (tab === "add" && !this.#people) {
			this.#people = this.dock.chat.people();
			this.#people.subscribe(() => this.#changed());
		}
		this.#changed();
	}

	search(query: string): void {
		this.query = query;
		const trimmed = query.trim();
		if (this.tab === "add") this.#people?.search(trimmed);
		else this.list.search(trimmed);
		this.dock.update();
	}

	/** Loads the next page. It is not asked for again by itself where that failed. */
	async more(): Promise<void> {
		if (this.#isLoading || !this.list.get().more) return;
		this.#isLoading = true;
		try {
			await this.list.more();
			this.#isLoading = false;
		} catch (error) {
			this.win.notice = this.dock.speech.fault(codeOf(error));
		}
		this.#changed();
	}

	change(change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): void {
		void succeeds(this.dock, this.win, this.#conversation.members(change));
	}

	async talkTo(user: string): Promise<void> {
		const id = await this.dock.attempt(this.dock.chat.direct(user), this.win);
		if (id !== undefined) await this.dock.showConversation(id);
	}

	close(): void {
		this.list.close();
		this.#people?.close();
	}

	#changed(): void {
		// Who may be added is known once all members are.
		if (this.tab === "add") void this.more();
		this.dock.update();
	}
}
