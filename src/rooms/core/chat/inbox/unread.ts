import type { Json } from "../../../../protocol/json.ts";
import type { Clock } from "../../ports.ts";
import { summaryOf } from "./entry.ts";
import { messagesOf } from "./journal.ts";
import type { Owner } from "./owner.ts";
import type { InboxStore, Lines } from "./ports.ts";
import { plain, type Voice } from "./voice.ts";

/** The webhook that tells the origin of messages that stay unread. */
const UNREAD = "message.unread";
/** Conversations whose rooms are told that what waited has reached a device: so many at once, and so many for one page. */
const AT_ONCE = 50;
const MOST_WAITING = 1_000;
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
	/** Conversations whose rooms are being told. */
	readonly #telling = new Set<string>();

	constructor(parts: UnreadParts) {
		this.#parts = parts;
	}

	/** A device has come: it gets what it missed, and authors learn of that. */
	async heard(): Promise<void> {
		const ids = this.#parts.store.waiting(MOST_WAITING).map(({ about }) => about.id);
		while (ids.length > 0) await Promise.all(ids.splice(0, AT_ONCE).map((id) => this.#delivered(id)));
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
		const { last, ...summary } = summaryOf(entry);
		const found = messagesOf(voice.room.log, entry.about.id, unread);
		// The log keeps little; the list has the latest of them in any case.
		const isLatest = last !== undefined && last.deleted !== true && unread.includes(last.seq);
		const messages = found.length === 0 && isLatest ? [last] : found;
		if (messages.length === 0) return undefined;
		return { user: plain(owner.person), conversation: plain(summary), messages: messages.map(plain) };
	}

	/** It waits until its room knows: after a crash, the next page sees to it. */
	async #delivered(id: string): Promise<void> {
		const { store, lines, owner } = this.#parts;
		const entry = store.entry(id);
		if (entry?.waiting !== true || this.#telling.has(id)) return;
		this.#telling.add(id);
		try {
			await lines.conversation(id).mark(owner.id, { delivered: entry.seq });
			const now = store.entry(id);
			// A later message has its own say.
			if (now?.waiting === true && now.seq === entry.seq) store.save({ ...now, waiting: false });
		} catch {
			// It still waits.
		} finally {
			this.#telling.delete(id);
		}
	}
}
