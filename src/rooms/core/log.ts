import { formatCursor } from "../../protocol/cursor.ts";
import type { AreaRules } from "../../config/rules.ts";
import type { Clock, LogRow, LogStore, NewRow } from "./ports.ts";
import type { Extent } from "./resume.ts";

const DAY_MS = 86_400_000;
/**
 * How long rows are held that are too old, in milliseconds. A clock that jumps ahead makes all of a log too old at once;
 * this is how long there is to set it right before anything is lost.
 */
export const HELD_MS = DAY_MS;

/**
 * The log as the area's rules show it. What retention has taken is out of sight at once. By number, its rows are deleted
 * some at a time, because a deletion costs as much as a store; by age, once the clock has stood by it for a day.
 */
export class Log implements Extent {
	readonly #store: LogStore;
	readonly #keep: AreaRules["history"];
	readonly #clock: Clock;
	/** Rows up to here are too old. */
	#aged = 0;
	#lookedAt = Number.POSITIVE_INFINITY;
	/** When another row grows too old, in milliseconds since 1970. */
	#nextLook = Number.NEGATIVE_INFINITY;

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
		return Math.max(this.#store.floor, this.#store.head - this.#keep.messages, this.#aged);
	}

	get newestAt(): number {
		return this.#store.newestAt;
	}

	get plainUntil(): number | undefined {
		return this.#store.plainUntil;
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
		const [first] = rows;
		if (first !== undefined) this.#nextLook = Math.min(this.#nextLook, first.at + this.#ageMs);
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

	/**
	 * Takes what has grown too old out of sight, and deletes what has been so for {@link HELD_MS}. To be called before the
	 * log is read for anyone.
	 */
	expire(): void {
		const now = this.#clock.now();
		this.#look(now);
		if (this.#aged <= this.#store.floor) return this.#noteOverdue(undefined);
		const since = this.#store.overdueSince;
		if (since === undefined || since > now) return this.#noteOverdue(now);
		if (now - since < HELD_MS) return;
		// What was too old then, and not what is too old by the clock of now.
		this.#store.trim(this.#store.lastAt(since - this.#ageMs));
		this.#noteOverdue(this.#aged > this.#store.floor ? now : undefined);
	}

	/** When the oldest row grows too old, or what was too old may be deleted; in milliseconds since 1970. */
	expiresAt(): number | undefined {
		const oldest = this.#store.oldestAt();
		if (oldest === undefined) return undefined;
		const due = oldest + this.#ageMs;
		const since = this.#store.overdueSince;
		return since === undefined || due > this.#clock.now() ? due : since + HELD_MS;
	}

	get #ageMs(): number {
		return this.#keep.days * DAY_MS;
	}

	/** Finds out which rows are too old by the clock of now. Looks into the store only where that may have changed. */
	#look(now: number): void {
		if (this.#lookedAt <= now && now < this.#nextLook) return;
		const cutoff = now - this.#ageMs;
		const oldest = this.#store.oldestAt();
		this.#aged = oldest === undefined || oldest > cutoff ? 0 : this.#store.lastAt(cutoff);
		const [next] = this.#store.read(this.#aged, this.#store.head, 1);
		this.#lookedAt = now;
		this.#nextLook = next === undefined ? Number.POSITIVE_INFINITY : next.at + this.#ageMs;
	}

	#noteOverdue(at: number | undefined): void {
		if (this.#store.overdueSince !== at) this.#store.setOverdueSince(at);
	}
}
