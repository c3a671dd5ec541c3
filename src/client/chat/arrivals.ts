import type { Desk } from "./desk.ts";
import type { Inbox } from "./inbox.ts";
import type { Arrival, ChatMessage } from "./types.ts";

/** How many may wait for their conversation to be listed. */
const MOST = 100;

/** Tells of messages of others as they arrive. A page that begins hears of none that were there before. */
export class Arrivals {
	readonly #desk: Desk;
	readonly #inbox: Inbox;
	readonly #handlers = new Set<{ readonly run: (arrival: Arrival) => void }>();
	#waiting: readonly { readonly id: string; readonly message: ChatMessage }[] = [];

	constructor(desk: Desk, inbox: Inbox) {
		this.#desk = desk;
		this.#inbox = inbox;
		inbox.state.subscribe(() => this.#tell());
	}

	/** Adds a handler; answers the undo. */
	on(run: (arrival: Arrival) => void): () => void {
		const handler = { run };
		this.#handlers.add(handler);
		return () => void this.#handlers.delete(handler);
	}

	add(id: string, message: ChatMessage): void {
		if (this.#desk.isMe(message.from)) return;
		this.#waiting = [...this.#waiting, { id, message }].slice(-MOST);
		this.#tell();
	}

	#tell(): void {
		const known = this.#waiting.filter(({ id }) => this.#inbox.find(id));
		if (known.length === 0) return;
		this.#waiting = this.#waiting.filter((one) => !known.includes(one));
		for (const { id, message } of known) {
			const conversation = this.#inbox.find(id);
			for (const { run } of conversation ? this.#handlers : []) {
				try {
					run({ conversation: conversation!, message });
				} catch (error) {
					this.#desk.environment.report(error);
				}
			}
		}
	}
}
