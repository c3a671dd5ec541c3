import type { Mark } from "../../../../protocol/chat/model.ts";
import type { ConversationStore } from "./ports.ts";

/**
 * How far members have got, and up to where inboxes have been told of the log. One row, written once for a message, however
 * many members it reached: after a crash, what is past `told` is told again.
 */
export class Progress {
	readonly #store: ConversationStore;
	readonly #marks: Map<string, readonly [delivered: number, read: number]>;
	/** Events whose inboxes have not all answered. */
	readonly #open = new Set<number>();
	#told: number;
	#done: number;
	#dirty = false;

	constructor(store: ConversationStore) {
		this.#store = store;
		const { told, marks } = store.progress();
		this.#told = told;
		this.#done = told;
		this.#marks = new Map(Object.entries(marks));
	}

	/** All inboxes have been told, or are owed, everything up to this number. */
	get told(): number {
		return this.#told;
	}

	/** Whether no inbox is being told of anything. */
	get idle(): boolean {
		return this.#open.size === 0;
	}

	mark(user: string): Mark {
		const [delivered, read] = this.#marks.get(user) ?? [0, 0];
		return { user, delivered, read };
	}

	/** Moves a mark forward; what was read was delivered. Answers how it stood before, or `undefined` where it stays. */
	move(user: string, { delivered = 0, read = 0 }: { delivered?: number; read?: number }): Mark | undefined {
		const before = this.mark(user);
		const newRead = Math.max(before.read, read);
		const newDelivered = Math.max(before.delivered, delivered, newRead);
		if (newRead === before.read && newDelivered === before.delivered) return undefined;
		this.#marks.set(user, [newDelivered, newRead]);
		this.#dirty = true;
		return before;
	}

	forget(user: string): void {
		if (this.#marks.delete(user)) this.#dirty = true;
	}

	/** Whether inboxes are still being told of an event. */
	isOpen(seq: number): boolean {
		return this.#open.has(seq);
	}

	/** Inboxes are being told of an event. */
	begin(seq: number): void {
		this.#open.add(seq);
	}

	/** All inboxes have been told of an event, or are owed it. */
	end(seq: number): void {
		this.#open.delete(seq);
		this.#done = Math.max(this.#done, seq);
		const told = Math.min(this.#done, ...[...this.#open].map((open) => open - 1));
		if (told <= this.#told) return;
		this.#told = told;
		this.#dirty = true;
	}

	/** Writes where there is something new. */
	save(): void {
		if (!this.#dirty) return;
		this.#store.saveProgress({ told: this.#told, marks: Object.fromEntries(this.#marks) });
		this.#dirty = false;
	}
}
