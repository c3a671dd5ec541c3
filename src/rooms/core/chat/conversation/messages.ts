import type { ChatMessage } from "../../../../protocol/chat/model.ts";
import type { Log } from "../../log.ts";
import type { LogRow } from "../../ports.ts";
import type { Change } from "./change.ts";
import { readEvent, readSaid, SAID, type StoredEvent, textOf } from "./events.ts";
import type { ConversationStore } from "./ports.ts";

/** Rows read at a time: reactions and edits stand between the messages. */
const ROWS = 100;
/** Users whose messages somebody does not get. */
export type Hidden = ReadonlySet<string>;
/** Where nobody's are kept away. */
export const NOBODY: Hidden = new Set();

/**
 * The messages of a conversation as they stand now: the log, with what has become of each message folded in. A message that
 * nobody touched costs no row beside those of its log.
 */
export class Messages {
	readonly #log: Log;
	readonly #store: ConversationStore;
	/** The newest message, once it is known: there may be many changes behind it, which need not be read each time. */
	#newest: number | undefined;

	constructor(log: Log, store: ConversationStore) {
		this.#log = log;
		this.#store = store;
	}

	/** A message, or `undefined` where the number is none's, or retention has taken it. */
	find(seq: number, hidden: Hidden = NOBODY): ChatMessage | undefined {
		const [row] = this.#log.read(seq - 1, seq, 1);
		return row?.seq === seq ? this.#shown([row], hidden)[0] : undefined;
	}

	/** What has become of a message. */
	change(seq: number): Change | undefined {
		return this.#store.changes(seq, seq).get(seq);
	}

	/** The newest messages before a number, oldest first. */
	page({ before = this.#log.head + 1, limit }: { before?: number; limit: number }, hidden: Hidden = NOBODY) {
		let found: ChatMessage[] = [];
		for (let at = before; found.length <= limit;) {
			const rows = this.#log.readBack(this.#log.floor, at, Math.max(ROWS, limit + 1));
			const [first] = rows;
			if (first === undefined) break;
			found = [...this.#shown(rows, hidden), ...found];
			at = first.seq;
		}
		return { messages: found.slice(-limit), more: found.length > limit };
	}

	/** A message has just been stored. */
	said(seq: number): void {
		this.#newest = seq;
	}

	/** The newest message up to a number. */
	last(upTo: number, hidden: Hidden = NOBODY): ChatMessage | undefined {
		const from = this.#newest === undefined ? upTo : Math.min(upTo, this.#newest);
		const [found] = this.page({ before: from + 1, limit: 1 }, hidden).messages;
		if (hidden.size === 0 && upTo >= this.#log.head) this.#newest = found?.seq;
		return found;
	}

	/** Who wrote messages after a number, up to another; of many, those of the newest. */
	authors(after: number, to: number): string[] {
		const rows = this.#log.readBack(after, to + 1, ROWS);
		return [...new Set(rows.flatMap(({ frame }) => (frame === null ? [] : authorOf(readEvent(frame)))))];
	}

	#shown(rows: readonly LogRow[], hidden: Hidden): ChatMessage[] {
		const changes = this.#store.changes(rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0);
		return rows.flatMap((row) => {
			const message = this.#fold(row, changes.get(row.seq));
			return message === undefined || hidden.has(message.from?.id ?? "") ? [] : [withoutReactionsOf(hidden, message)];
		});
	}

	#fold({ seq, at, frame }: LogRow, change: Change | undefined): ChatMessage | undefined {
		if (change?.deleted !== undefined) return { seq, at, ...change.deleted, text: "", deleted: true };
		const event = frame === null ? undefined : readEvent(frame);
		if (event?.name !== SAID) return undefined;
		const { text, replyTo, files } = readSaid(event);
		const { id, from } = event;
		const message = { seq, at, ...given({ id, from, replyTo, files }), text: this.#textOf(change) ?? text };
		if (change === undefined) return message;
		const { edited, reactions } = change;
		return { ...message, ...given({ edited }), ...(reactions.length > 0 && { reactions: [...reactions] }) };
	}

	#textOf(change: Change | undefined): string | undefined {
		const edit = change?.edits.at(-1);
		if (edit === undefined) return undefined;
		const [row] = this.#log.read(edit - 1, edit, 1);
		return row?.seq !== edit || row.frame === null ? undefined : textOf(readEvent(row.frame));
	}
}

function authorOf({ name, from }: StoredEvent): string[] {
	return name === SAID && from !== undefined ? [from.id] : [];
}

function withoutReactionsOf(hidden: Hidden, message: ChatMessage): ChatMessage {
	const { reactions, ...rest } = message;
	if (hidden.size === 0 || reactions === undefined) return message;
	const left = reactions
		.map(({ emoji, users }) => ({ emoji, users: users.filter((user) => !hidden.has(user)) }))
		.filter(({ users }) => users.length > 0);
	return left.length === 0 ? rest : { ...rest, reactions: left };
}

/** The fields that have a value: what is sent to an inbox is compared there with what it has. */
export function given<T extends object>(fields: T): T {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
