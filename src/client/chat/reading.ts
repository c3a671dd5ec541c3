import type { Desk } from "./desk.ts";
import { Errands } from "./errands.ts";
import type { Inbox } from "./inbox.ts";
import type { Timer } from "./timer.ts";
import type { ConversationState, Store } from "./types.ts";

/** How long reading is put together before it is told, in milliseconds. */
export const READ_MS = 500;

/** How far the user has read in a conversation: told together, and never backwards. */
export class Reading {
	readonly #desk: Desk;
	readonly #inbox: Inbox;
	readonly #conversation: { readonly id: string; readonly state: Store<ConversationState> };
	readonly #errands: Errands;
	readonly #timer: Timer;
	readonly #errand = { run: () => this.#tell(), fail: () => void (this.#seen = this.#told) };
	#seen = 0;
	/** How far the inbox knows of. */
	#told = 0;

	constructor(
		desk: Desk,
		inbox: Inbox,
		conversation: { readonly id: string; readonly state: Store<ConversationState> },
	) {
		this.#desk = desk;
		this.#inbox = inbox;
		this.#conversation = conversation;
		this.#errands = new Errands(desk, true);
		this.#timer = desk.timer();
	}

	/** Everything that is loaded has been seen. */
	seen(): void {
		const { messages, summary } = this.#conversation.state.get();
		const seq = messages.at(-1)?.seq ?? 0;
		// Nothing unread is left where it was read on another device.
		if (seq <= this.#seen || summary?.unread === 0) return;
		this.#seen = seq;
		if (summary) this.#inbox.read(summary.id, 0);
		if (!this.#timer.isSet) this.#timer.set(READ_MS, () => this.#errands.add(this.#errand));
	}

	/** The user has read this far, on one of their devices. */
	heard(seq: number): void {
		this.#told = Math.max(this.#told, seq);
		this.#seen = Math.max(this.#seen, seq);
	}

	/** Tells at once what is to be told. */
	flush(): void {
		if (!this.#timer.isSet) return;
		this.#timer.clear();
		this.#errands.add(this.#errand);
	}

	async #tell(): Promise<void> {
		const seq = this.#seen;
		if (seq <= this.#told) return;
		await this.#desk.ask("read", { conversation: this.#conversation.id, seq });
		this.heard(seq);
	}
}
