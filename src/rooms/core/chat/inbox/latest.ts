import type { ChatMessage } from "../../../../protocol/chat/model.ts";

/** How many messages are remembered: what is under way at the same time can overtake each other, and nothing else. */
const KEPT = 100;

/** A message as it stood when its room's log had come to a number. */
export interface Standing {
	readonly message: ChatMessage;
	readonly upTo: number;
}

/**
 * How messages that changed of late stood last. What a room answers and what it tells come by two ways, so that the older
 * of two states may come last: it must not undo the other, and least of all bring back a text that was deleted.
 */
export class Latest {
	readonly #known = new Map<string, Standing>();

	/** What is known of a message where that is later, and otherwise what is given. */
	of(conversation: string, given: Standing): Standing {
		const known = this.#known.get(keyOf(conversation, given));
		return known !== undefined && known.upTo > given.upTo ? known : given;
	}

	/** Remembers a change. Answers whether it is news, and not what was overtaken. */
	take(conversation: string, given: Standing): boolean {
		if (this.of(conversation, given) !== given) return false;
		const key = keyOf(conversation, given);
		this.#known.delete(key);
		this.#known.set(key, given);
		const [oldest] = this.#known.keys();
		if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
		return true;
	}

	/** The conversation is out of the list: one of the same name may begin anew. */
	forget(conversation: string): void {
		for (const key of this.#known.keys()) if (key.startsWith(`${conversation} `)) this.#known.delete(key);
	}
}

function keyOf(conversation: string, { message }: Standing): string {
	return `${conversation} ${message.seq}`;
}
