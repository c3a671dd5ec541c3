import { LIMITS } from "../../../../protocol/limits.ts";
import type { LogRow, LogStore, NewRow } from "../../ports.ts";
import { readEvent, readSaid, SAID } from "./events.ts";

/** The files of messages among rows of the log. */
export function filesIn(rows: readonly LogRow[]): string[] {
	return rows.flatMap(({ frame }) => {
		const event = frame === null ? undefined : readEvent(frame);
		return event?.name === SAID ? (readSaid(event).files ?? []).map(({ id }) => id) : [];
	});
}

/** The log of a conversation: what retention takes has files, which go with it. */
export class TrimmedLog implements LogStore {
	readonly #store: LogStore;
	readonly #onTrim: (to: number, files: readonly string[]) => void;

	/** @param onTrim runs before rows up to a number are deleted, with the files of their messages */
	constructor(store: LogStore, onTrim: (to: number, files: readonly string[]) => void) {
		this.#store = store;
		this.#onTrim = onTrim;
	}

	get epoch(): string {
		return this.#store.epoch;
	}

	get head(): number {
		return this.#store.head;
	}

	get floor(): number {
		return this.#store.floor;
	}

	get newestAt(): number {
		return this.#store.newestAt;
	}

	get plainUntil(): number | undefined {
		return this.#store.plainUntil;
	}

	oldestAt(): number | undefined {
		return this.#store.oldestAt();
	}

	get overdueSince(): number | undefined {
		return this.#store.overdueSince;
	}

	setOverdueSince(at: number | undefined): void {
		this.#store.setOverdueSince(at);
	}

	append(rows: readonly NewRow[]): void {
		this.#store.append(rows);
	}

	read(after: number, to: number, maxBytes: number): LogRow[] {
		return this.#store.read(after, to, maxBytes);
	}

	readBack(after: number, before: number, limit: number): LogRow[] {
		return this.#store.readBack(after, before, limit);
	}

	find(id: string, author?: string): { readonly seq: number; readonly at: number } | undefined {
		return this.#store.find(id, author);
	}

	findUnowned(id: string): { readonly seq: number; readonly at: number } | undefined {
		return this.#store.findUnowned(id);
	}

	lastAt(at: number): number {
		return this.#store.lastAt(at);
	}

	byUser(id: string): number[] {
		return this.#store.byUser(id);
	}

	blank(seqs: readonly number[]): number[] {
		return this.#store.blank(seqs);
	}

	trim(seq: number): void {
		if (seq <= this.floor) return;
		this.#onTrim(seq, this.#filesUpTo(seq));
		this.#store.trim(seq);
	}

	/** Read a page at a time: what retention takes at once may be a tenth of a long conversation. */
	#filesUpTo(seq: number): string[] {
		const found: string[] = [];
		for (let at = this.floor; at < seq;) {
			const rows = this.#store.read(at, seq, LIMITS.pageBytes);
			found.push(...filesIn(rows));
			at = rows.at(-1)?.seq ?? seq;
		}
		return found;
	}
}
