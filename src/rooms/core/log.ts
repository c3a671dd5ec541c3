import { formatCursor } from "../../protocol/cursor.ts";
import type { AreaRules } from "../../config/rules.ts";
import type { Clock, LogRow, LogStore, NewRow } from "./ports.ts";
import type { Extent } from "./resume.ts";

const DAY_MS = 86_400_000;

/**
 * The log as the area's rules show it. What retention has taken is out of sight at once; its rows are deleted some at a
 * time, because a deletion costs as much as a store.
 */
export class Log implements Extent {
	readonly #store: LogStore;
	readonly #keep: AreaRules["history"];
	readonly #clock: Clock;

	constructor(store: LogStore, keep: AreaRules["history"], clock: Clock) {
		this.#store = store;
		this.#keep = keep;
		this.#clock = clock;
	}

	get epoch(): string {
		return this.#store.epoch;
	}

	get head(): number {
		return this.#store.head;
	}

	get floor(): number {
		return Math.max(this.#store.floor, this.#store.head - this.#keep.messages);
	}

	get newestAt(): number {
		return this.#store.newestAt;
	}

	/** The head as a cursor. */
	get cursor(): string {
		return this.cursorAt(this.head);
	}

	cursorAt(seq: number): string {
		return formatCursor(this.epoch, seq);
	}

	append(rows: readonly NewRow[]): void {
		this.#store.append(rows);
		// A tenth more than the area keeps may lie below the floor, so that deleting comes in batches.
		const surplus = this.floor - this.#store.floor;
		if (surplus > Math.max(100, this.#keep.messages / 10)) this.#store.trim(this.floor);
	}

	find(id: string, author?: string): { readonly seq: number; readonly at: number } | undefined {
		return this.#store.find(id, author);
	}

	findUnowned(id: string): { readonly seq: number; readonly at: number } | undefined {
		return this.#store.findUnowned(id);
	}

	read(after: number, to: number, maxBytes: number): LogRow[] {
		return this.#store.read(Math.max(after, this.floor), to, maxBytes);
	}

	readBack(after: number, before: number, limit: number): LogRow[] {
		return this.#store.readBack(Math.max(after, this.floor), before, limit);
	}

	byUser(id: string): number[] {
		return this.#store.byUser(id);
	}

	blank(seqs: readonly number[]): number[] {
		return this.#store.blank(seqs);
	}

	/** Deletes what has grown too old. To be called before the log is read for anyone. */
	expire(): void {
		const oldest = this.#store.oldestAt();
		const cutoff = this.#clock.now() - this.#keep.days * DAY_MS;
		if (oldest === undefined || oldest > cutoff) return;
		this.#store.trim(this.#store.lastAt(cutoff));
	}

	/** When the oldest row grows too old, in milliseconds since 1970. */
	expiresAt(): number | undefined {
		const oldest = this.#store.oldestAt();
		return oldest === undefined ? undefined : oldest + this.#keep.days * DAY_MS;
	}
}
