import type { Block } from "../../../../door/chat/conversation-calls.ts";
import type { ConversationStore } from "./ports.ts";

const NOBODY: ReadonlySet<string> = new Set();

/** Which members do not want to hear of which. */
export class Blocks {
	readonly #store: ConversationStore;
	readonly #byUser = new Map<string, Set<string>>();

	constructor(store: ConversationStore) {
		this.#store = store;
		for (const block of store.blocks()) this.#note(block, true);
	}

	/** Whom a user blocks. */
	of(user: string): ReadonlySet<string> {
		return this.#byUser.get(user) ?? NOBODY;
	}

	has({ by, user }: Block): boolean {
		return this.of(by).has(user);
	}

	/** Writes where that is news. */
	set(block: Block, on: boolean): void {
		if (this.has(block) === on || block.by === block.user) return;
		this.#store.saveBlock(block, on);
		this.#note(block, on);
	}

	/** A member has gone. Whom they block they tell anew when they come back: until then it may have changed. */
	forget(by: string): void {
		for (const user of this.of(by)) this.set({ by, user }, false);
	}

	#note({ by, user }: Block, on: boolean): void {
		const blocked = this.#byUser.get(by) ?? new Set<string>();
		if (on) blocked.add(user);
		else blocked.delete(user);
		this.#byUser.set(by, blocked);
	}
}
