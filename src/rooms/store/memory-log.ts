import type { LogRow, LogStore, NewRow } from "../core/ports.ts";

/** The log of a channel in memory, for tests: the same behaviour as on SQLite, held to it by one suite for both. */
export class MemoryLog implements LogStore {
	readonly epoch: string;
	plainUntil: number | undefined;
	#rows: LogRow[] = [];
	readonly #ids = new Map<string, { seq: number; at: number }>();
	#head = 0;
	#floor = 0;

	readonly #unowned: ReadonlyMap<string, { seq: number; at: number }>;

	/** @param unowned ids that were stored before they had authors */
	constructor(epoch = "memory", unowned: ReadonlyMap<string, { seq: number; at: number }> = new Map()) {
		this.epoch = epoch;
		this.#unowned = unowned;
	}

	get head(): number {
		return this.#head;
	}

	get floor(): number {
		return this.#floor;
	}

	get newestAt(): number {
		return this.#rows.at(-1)?.at ?? 0;
	}

	oldestAt(): number | undefined {
		return this.#rows[0]?.at;
	}

	overdueSince: number | undefined;

	setOverdueSince(at: number | undefined): void {
		this.overdueSince = at;
	}

	append(rows: readonly NewRow[]): void {
		for (const { id, author, ...row } of rows) {
			this.#rows.push(row);
			this.#head = row.seq;
			if (id !== undefined) this.#ids.set(keyOf(id, author), { seq: row.seq, at: row.at });
		}
	}

	read(after: number, to: number, maxBytes: number): LogRow[] {
		const found = this.#rows.filter(({ seq }) => seq > after && seq <= to);
		let bytes = 0;
		const end = found.findIndex(({ frame }) => (bytes += frame?.length ?? 0) >= maxBytes);
		return end < 0 ? found : found.slice(0, end + 1);
	}

	readBack(after: number, before: number, limit: number): LogRow[] {
		return this.#rows.filter(({ seq }) => seq > after && seq < before).slice(-limit);
	}

	find(id: string, author?: string): { seq: number; at: number } | undefined {
		return this.#ids.get(keyOf(id, author));
	}

	findUnowned(id: string): { seq: number; at: number } | undefined {
		return this.#unowned.get(id);
	}

	lastAt(at: number): number {
		return this.#rows.findLast((row) => row.at <= at)?.seq ?? this.#floor;
	}

	byUser(id: string): number[] {
		return this.#rows.flatMap(({ seq, frame }) => (frame !== null && authorId(frame) === id ? [seq] : []));
	}

	blank(seqs: readonly number[]): number[] {
		const wanted = new Set(seqs);
		const blanked = this.#rows.flatMap(({ seq, frame }) => (wanted.has(seq) && frame !== null ? [seq] : []));
		this.#rows = this.#rows.map((row) => (wanted.has(row.seq) ? { ...row, frame: null } : row));
		return blanked;
	}

	trim(seq: number): void {
		if (seq <= this.#floor) return;
		this.#rows = this.#rows.filter((row) => row.seq > seq);
		this.#floor = seq;
	}
}

function keyOf(id: string, author = ""): string {
	return JSON.stringify([author, id]);
}

function authorId(frame: string): string | undefined {
	const { from } = JSON.parse(frame) as { readonly from?: { readonly id: string } };
	return from?.id;
}
