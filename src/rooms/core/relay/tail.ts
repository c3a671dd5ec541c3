import type { Flush } from "../fanout.ts";
import type { Clock, LogRow } from "../ports.ts";
import type { LogPage, Order, Standing } from "./delivery.ts";
import { PageCache } from "./page-cache.ts";

/** How many characters of frames a relay keeps. A herd that comes back is served from these, and not by the room. */
const TAIL_CHARS = 4_194_304;

/**
 * The end of a channel's log, as a relay keeps it in memory, and pages of what is older while readers need them. What it
 * does not have it asks the room for, once for all readers.
 */
export class Tail {
	readonly #pages: PageCache;
	#rows: LogRow[] = [];
	#chars = 0;
	#start = 0;
	#standing: Standing = { epoch: "", head: 0, floor: 0 };

	/** @param fetch gets a page of the log from the room */
	constructor(fetch: (after: number) => Promise<LogPage>, clock: Clock) {
		this.#pages = new PageCache({ fetch, clock, onPage: (page) => this.#raiseFloor(page.floor) });
	}

	get epoch(): string {
		return this.#standing.epoch;
	}

	get head(): number {
		return this.#standing.head;
	}

	get floor(): number {
		// The room's may be ahead of what it has passed on: a reader must not be told of that as lost, and then get it.
		return Math.min(this.#standing.floor, this.head);
	}

	/** Begins anew: another log, or one of which nothing is known. */
	reset(standing: Standing): void {
		this.#pages.clear();
		this.#standing = standing;
		this.#cut(standing.head);
	}

	/** The log stands further than was passed on: what lies between is with the room. */
	advance({ head, floor }: Omit<Standing, "epoch">): void {
		this.#raiseFloor(floor);
		if (head <= this.head) return;
		this.#standing = { ...this.#standing, head };
		this.#cut(head);
	}

	/** Forgets all rows: what was to be taken out of them may have been lost on the way. */
	forget(): void {
		this.#pages.clear();
		this.#cut(this.head);
	}

	/** Takes what a flush brought that is not known yet. */
	append({ items, after, to }: Flush): void {
		if (after > this.head) this.#cut(after);
		for (const { seq, frame, exclude } of items) {
			if (seq === undefined || seq <= this.head) continue;
			this.#rows.push({ seq, at: 0, frame, ...(exclude !== undefined && { exclude }) });
			this.#chars += frame?.length ?? 0;
		}
		this.#standing = { ...this.#standing, head: Math.max(this.head, to) };
		this.#trim();
	}

	/** Takes the content out of rows. */
	blank(seqs: Extract<Order, { kind: "blank" }>["seqs"]): void {
		const blanked = new Set(seqs);
		this.#rows = this.#rows.map((row) => (blanked.has(row.seq) ? { ...row, frame: null } : row));
		this.#chars = this.#rows.reduce((sum, { frame }) => sum + (frame?.length ?? 0), 0);
		this.#pages.clear();
	}

	/** Whether the rows after a number are at hand. If not, they are asked for. */
	holds(after: number): boolean {
		const from = Math.max(after, this.floor);
		return from >= this.#start || from >= this.head || this.#pages.holds(from);
	}

	/** Rows with `after` < seq <= `to`; stops once their frames have come to `maxChars`. To be asked for what {@link holds}. */
	read(after: number, to: number, maxChars: number): LogRow[] {
		const rows = after >= this.#start ? this.#rows : this.#pages.rows(after);
		const read: LogRow[] = [];
		let chars = 0;
		for (let at = firstAfter(rows, after); at < rows.length && chars < maxChars; at++) {
			const row = rows[at];
			if (row === undefined || row.seq > to) break;
			read.push(row);
			chars += row.frame?.length ?? 0;
		}
		return read;
	}

	#raiseFloor(floor: number): void {
		if (floor > this.#standing.floor) this.#standing = { ...this.#standing, floor };
	}

	/** Forgets all rows; what comes next follows this number. */
	#cut(start: number): void {
		this.#rows = [];
		this.#chars = 0;
		this.#start = start;
	}

	#trim(): void {
		if (this.#chars <= TAIL_CHARS) return;
		let dropped = 0;
		// A quarter at a time, because taking rows from the front of a list costs all of the list.
		for (; this.#chars > (TAIL_CHARS * 3) / 4; dropped++) this.#chars -= this.#rows[dropped]?.frame?.length ?? 0;
		this.#start = this.#rows[dropped - 1]?.seq ?? this.#start;
		this.#rows = this.#rows.slice(dropped);
	}
}

/** The place of the first row with a higher number. */
export function firstAfter(rows: readonly LogRow[], seq: number): number {
	let low = 0;
	let high = rows.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((rows[middle]?.seq ?? 0) <= seq) low = middle + 1;
		else high = middle;
	}
	return low;
}
