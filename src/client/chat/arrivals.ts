import { Emitter } from "../core/emitter.ts";
import type { Desk } from "./desk.ts";
import type { Inbox } from "./inbox.ts";
import type { Arrival, ChatMessage } from "./types.ts";

/** How many may wait for their conversation to be listed. */
const MOST = 100;

/** Tells of messages of others as they arrive. A page that begins hears of none that were there before. */
export class Arrivals extends Emitter<{ arrival: Arrival }> {
	readonly #desk: Desk;
	readonly #inbox: Inbox;
	#waiting: readonly { readonly id: string; readonly message: ChatMessage }[] = [];

	constructor(desk: Desk, inbox: Inbox) {
		super(desk.environment.report);
		this.#desk = desk;
		this.#inbox = inbox;
		inbox.state.subscribe(() => this.#tell());
	}

	add(id: string, message: ChatMessage): void {
		if (this.#desk.isMe(message.from)) return;
		this.#waiting = [...this.#waiting, { id, message }].slice(-MOST);
		this.#tell();
	}

	/** Those that wait were for another user. */
	forget(): void {
		this.#waiting = [];
	}

	#tell(): void {
		const waiting = this.#waiting;
		this.#waiting = waiting.filter(({ id }) => !this.#inbox.find(id));
		for (const { id, message } of waiting) {
			const conversation = this.#inbox.find(id);
			if (conversation) this.emit("arrival", { conversation, message });
		}
	}
}
