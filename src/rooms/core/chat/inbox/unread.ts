import type { Json } from "../../../../protocol/json.ts";
import type { Clock } from "../../ports.ts";
import { type Entry, summaryOf } from "./entry.ts";
import { messagesOf } from "./journal.ts";
import type { Owner } from "./owner.ts";
import type { InboxStore, Lines } from "./ports.ts";
import { plain, type Voice } from "./voice.ts";

/** The webhook that tells the origin of messages that stay unread. */
const UNREAD = "message.unread";
/** Conversations whose rooms are told at once that what waited has reached a device. */
const MOST_AT_ONCE = 50;
/** Messages that the webhook names. */
const MOST_MESSAGES = 50;

export interface UnreadParts {
	readonly owner: Owner;
	readonly store: InboxStore;
	readonly host: Clock;
	readonly lines: Lines;
	readonly voice: Voice;
}

/** What becomes of messages that came while nobody was there: they are delivered with the next page, or the origin is told. */
export class Unread {
	readonly #parts: UnreadParts;

	constructor(parts: UnreadParts) {
		this.#parts = parts;
	}

	/** A device has come: it gets what it missed, and authors learn of that. */
	heard(): void {
		for (const entry of this.#parts.store.waiting(MOST_AT_ONCE)) void this.#delivered(entry);
	}

	nextDue(): number | undefined {
		return this.#parts.store.nextDue();
	}

	/** Tells the origin of what is due, once for each stretch of messages. */
	alarm(): void {
		const { store, host, voice } = this.#parts;
		for (const { tellAt: _, ...entry } of store.dueBy(host.now())) {
			// Saved first: told too seldom is better than told again and again.
			store.save(entry);
			voice.room.tell(UNREAD, { conversation: entry.about.id, seqs: entry.unread.slice(-MOST_MESSAGES) });
		}
	}

	/** What the origin is told, as it is when the webhook goes out: nothing of what was read or deleted meanwhile. */
	webhook(type: string, data: { readonly [key: string]: Json }): { readonly [key: string]: Json } | undefined {
		if (type !== UNREAD) return data;
		const { owner, store, voice } = this.#parts;
		const { conversation, seqs } = data;
		const entry = typeof conversation === "string" ? store.entry(conversation) : undefined;
		if (entry === undefined || !Array.isArray(seqs)) return undefined;
		const unread = entry.unread.filter((seq) => seqs.includes(seq));
		const messages = messagesOf(voice.room.log, entry.about.id, unread);
		if (messages.length === 0) return undefined;
		const { last: _, ...summary } = summaryOf(entry);
		return { user: plain(owner.person), conversation: plain(summary), messages: messages.map(plain) };
	}

	async #delivered(entry: Entry): Promise<void> {
		const { store, lines, owner } = this.#parts;
		store.save({ ...entry, waiting: false });
		try {
			await lines.conversation(entry.about.id).mark(owner.id, { delivered: entry.seq });
		} catch {
			const now = store.entry(entry.about.id);
			if (now !== undefined) store.save({ ...now, waiting: true });
		}
	}
}
