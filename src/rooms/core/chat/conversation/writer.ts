import type { ChatMessage, File, Person } from "../../../../protocol/chat/model.ts";
import { encodeEvent } from "../../encode.ts";
import type { Log } from "../../log.ts";
import type { Clock } from "../../ports.ts";
import { type Change, UNCHANGED } from "./change.ts";
import { DELETED, EDITED, REACTED, SAID } from "./events.ts";
import { given } from "./messages.ts";
import type { ConversationStore } from "./ports.ts";

/** A message that may be sent. */
export interface Draft {
	readonly id: string;
	readonly text: string;
	readonly from?: Person;
	readonly replyTo?: number;
	readonly files?: readonly File[];
}

/** `key` is what the log knows it by, should it come again. */
interface NewEvent {
	readonly data: object;
	readonly id?: string;
	readonly from?: Person;
	readonly key?: string;
}

export interface WriterParts {
	readonly log: Log;
	readonly store: ConversationStore;
	readonly clock: Clock;
}

/**
 * Writes what may be written; who may has been decided before. A message costs two rows, its event and its id; an edit, a
 * deletion or a reaction two, its event and what has become of the message. A third follows when inboxes have been told.
 */
export class Writer {
	readonly #parts: WriterParts;

	constructor(parts: WriterParts) {
		this.#parts = parts;
	}

	/** Where a message stands that was sent before. Ids are each user's own: nobody can take another's. */
	sent(id: string, from: Person | undefined): { readonly seq: number; readonly at: number } | undefined {
		const key = keyOf(id, from);
		return this.#parts.log.find(key) ?? this.#parts.log.findUnowned(key);
	}

	/** Answers the message's number. */
	post({ id, text, from, replyTo, files = [] }: Draft): ChatMessage {
		const said = { text, ...given({ replyTo }), ...(files.length > 0 && { files: [...files] }) };
		const { seq, at } = this.#append(SAID, { data: said, id, from, key: keyOf(id, from) });
		return { seq, at, id, ...given({ from }), ...said };
	}

	/** Answers the edit's own number, as the following do theirs. What an earlier edit said goes: nobody is shown it again. */
	edit(message: ChatMessage, text: string, change: Change = UNCHANGED): number {
		const { log, store } = this.#parts;
		return store.atomically(() => {
			const { seq, at } = this.#append(EDITED, { data: { seq: message.seq, text }, from: message.from });
			store.saveChange(message.seq, { ...change, edits: [seq], edited: at });
			log.blank(change.edits);
			return seq;
		});
	}

	/** Takes a message's text out of the log, and that of its edits. */
	delete(message: ChatMessage, by: Person | undefined, change: Change = UNCHANGED): number {
		const { log, store } = this.#parts;
		const { seq, id, from, replyTo } = message;
		return store.atomically(() => {
			store.saveChange(seq, { edits: [], reactions: [], deleted: given({ id, from, replyTo }) });
			log.blank([seq, ...change.edits]);
			return this.#append(DELETED, { data: { seq }, from: by }).seq;
		});
	}

	react(message: ChatMessage, reaction: { emoji: string; on: boolean; by: Person; change: Change }): number {
		const { emoji, on, by, change } = reaction;
		return this.#parts.store.atomically(() => {
			this.#parts.store.saveChange(message.seq, change);
			return this.#append(REACTED, { data: { seq: message.seq, emoji, on }, from: by }).seq;
		});
	}

	#append(name: string, event: NewEvent): { seq: number; at: number } {
		const { log, clock } = this.#parts;
		const seq = log.head + 1;
		// Never earlier than the row before, whatever the clock does, so that age and number agree.
		const at = Math.max(clock.now(), log.newestAt);
		const { id, from } = event;
		const frame = encodeEvent({ seq, at, name, data: JSON.stringify(event.data), from, id });
		log.append([{ seq, at, frame, id: event.key }]);
		return { seq, at };
	}
}

function keyOf(id: string, from: Person | undefined): string {
	return JSON.stringify([from?.id ?? null, id]);
}
