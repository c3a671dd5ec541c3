import { storedFrame } from "../core/encode.ts";
import type { LogRow, LogStore, NewRow } from "../core/ports.ts";
import { migrate } from "./migrations.ts";

/** Ids of the newest messages that are remembered, whatever retention has taken. */
export const REMEMBERED_IDS = 1_000_000;
/** How many messages go by before ids that need no remembering are deleted; each time reads the whole table. */
const FORGET_EVERY = 100_000;

type EventRow = {
	readonly seq: number;
	readonly at: number;
	readonly frame: string | null;
	readonly exclude: string | null;
};

/** The log of a channel in its object's SQLite database. */
export class SqliteLog implements LogStore {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly #erases: boolean;
	readonly epoch: string;
	readonly plainUntil: number | undefined;
	#head: number;
	#floor: number;
	#newestAt: number;
	#oldestAt: number | undefined;
	#overdueSince: number | undefined;

	/**
	 * @param newEpoch names the log where it is begun now
	 * @param erases whether retention leaves nothing of what it takes in the file, at the price of one more row written for
	 * each: for a log of copies, since nobody can take out later what is only left behind
	 */
	constructor(storage: DurableObjectStorage, newEpoch: () => string, { erases = false } = {}) {
		this.#storage = storage;
		this.#erases = erases;
		this.#sql = storage.sql;
		migrate(storage);
		this.epoch = String(this.#meta("epoch") ?? this.#setMeta("epoch", newEpoch()));
		this.#floor = Number(this.#meta("floor") ?? 0);
		const overdue = this.#meta("overdue");
		this.#overdueSince = overdue === undefined ? undefined : Number(overdue);
		const plainUntil = this.#meta("plain_cursors_until");
		this.plainUntil = plainUntil === undefined ? undefined : Number(plainUntil);
		const [newest] = this.#sql.exec<EventRow>(`SELECT * FROM events ORDER BY seq DESC LIMIT 1`);
		this.#head = Math.max(this.#floor, newest?.seq ?? 0);
		this.#newestAt = newest?.at ?? 0;
	}

	get head(): number {
		return this.#head;
	}

	get floor(): number {
		return this.#floor;
	}

	get newestAt(): number {
		return this.#newestAt;
	}

	oldestAt(): number | undefined {
		// Asked after each publish, so it is read once and then followed.
		if (this.#oldestAt === undefined && this.#head > this.#floor) {
			const [row] = this.#sql.exec<{ at: number }>(`SELECT at FROM events WHERE seq > 0 ORDER BY seq LIMIT 1`);
			this.#oldestAt = row?.at;
		}
		return this.#oldestAt;
	}

	get overdueSince(): number | undefined {
		return this.#overdueSince;
	}

	setOverdueSince(at: number | undefined): void {
		this.#overdueSince = at;
		if (at === undefined) this.#sql.exec(`DELETE FROM meta WHERE key = 'overdue'`);
		else this.#setMeta("overdue", at);
	}

	append(rows: readonly NewRow[]): void {
		const last = rows.at(-1);
		if (last === undefined) return;
		this.#storage.transactionSync(() => {
			for (const { seq, at, frame, exclude, id, author = "" } of rows) {
				const hidden = exclude === undefined ? null : JSON.stringify(exclude);
				this.#sql.exec(`INSERT INTO events (seq, at, frame, exclude) VALUES (?, ?, ?, ?)`, seq, at, frame, hidden);
				if (id === undefined) continue;
				const own = `INSERT INTO authored_ids (author, id, seq, at) VALUES (?, ?, ?, ?)`;
				this.#sql.exec(own, author, id, seq, at);
			}
		});
		const before = this.#head;
		this.#head = last.seq;
		this.#newestAt = last.at;
		if (Math.floor(before / FORGET_EVERY) < Math.floor(last.seq / FORGET_EVERY)) this.#forgetIds();
	}

	read(after: number, to: number, maxBytes: number): LogRow[] {
		const rows: LogRow[] = [];
		let bytes = 0;
		const found = this.#sql.exec<EventRow>(`SELECT * FROM events WHERE seq > ? AND seq <= ? ORDER BY seq`, after, to);
		for (const row of found) {
			rows.push(logRow(row));
			bytes += row.frame?.length ?? 0;
			if (bytes >= maxBytes) break;
		}
		return rows;
	}

	readBack(after: number, before: number, limit: number): LogRow[] {
		const newestFirst = `SELECT * FROM events WHERE seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?`;
		return this.#sql.exec<EventRow>(newestFirst, after, before, limit).toArray().toReversed().map(logRow);
	}

	find(id: string, author = ""): { seq: number; at: number } | undefined {
		const own = `SELECT seq, at FROM authored_ids WHERE author = ? AND id = ?`;
		const [row] = this.#sql.exec<{ seq: number; at: number }>(own, author, id);
		return row;
	}

	findUnowned(id: string): { seq: number; at: number } | undefined {
		const [row] = this.#sql.exec<{ seq: number; at: number }>(`SELECT seq, at FROM ids WHERE id = ?`, id);
		return row;
	}

	lastAt(at: number): number {
		// No index on `at`: times never fall along the log, so a search by halves finds the place in a few point reads.
		let low = this.#floor;
		let high = this.#head;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			const [row] = this.#sql.exec<{ at: number }>(`SELECT at FROM events WHERE seq >= ? ORDER BY seq LIMIT 1`, middle);
			if (row !== undefined && row.at <= at) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	byUser(id: string): number[] {
		const found = `SELECT seq FROM events WHERE frame IS NOT NULL AND json_extract(frame, '$.from.id') = ? ORDER BY seq`;
		return this.#sql
			.exec<{ seq: number }>(found, id)
			.toArray()
			.map(({ seq }) => seq);
	}

	blank(seqs: readonly number[]): number[] {
		const blanked: number[] = [];
		this.#storage.transactionSync(() => {
			for (const seq of seqs) {
				// First over with spaces of the same length, which the database writes in the same place: a row that only
				// shrank would leave its old text in the page behind it.
				const over = `UPDATE events SET frame = printf('%*s', octet_length(frame), '') WHERE seq = ? AND frame IS NOT NULL`;
				if (this.#sql.exec(over, seq).rowsWritten === 0) continue;
				this.#sql.exec(`UPDATE events SET frame = NULL WHERE seq = ?`, seq);
				blanked.push(seq);
			}
		});
		return blanked;
	}

	trim(seq: number): void {
		if (seq <= this.#floor) return;
		this.#storage.transactionSync(() => {
			if (this.#erases) this.#overwrite(seq);
			this.#sql.exec(`DELETE FROM events WHERE seq > 0 AND seq <= ?`, seq);
			this.#setMeta("floor", seq);
		});
		this.#floor = seq;
		this.#oldestAt = undefined;
	}

	/** What is deleted stays in its page until something else comes there, so that it is overwritten before. */
	#overwrite(to: number): void {
		const over = `UPDATE events SET frame = printf('%*s', octet_length(frame), '')
			WHERE seq > 0 AND seq <= ? AND frame IS NOT NULL`;
		this.#sql.exec(over, to);
	}

	#forgetIds(): void {
		for (const table of ["ids", "authored_ids"])
			this.#sql.exec(`DELETE FROM ${table} WHERE seq <= ?`, this.#head - REMEMBERED_IDS);
	}

	#meta(key: string): string | number | undefined {
		const [row] = this.#sql.exec<{ value: string | number }>(`SELECT value FROM meta WHERE key = ?`, key);
		return row?.value;
	}

	#setMeta<T extends SqlStorageValue>(key: string, value: T): T {
		this.#sql.exec(`INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)`, key, value);
		return value;
	}
}

function logRow({ seq, at, frame, exclude }: EventRow): LogRow {
	const row = { seq, at, frame: frame === null ? null : storedFrame(frame) };
	return exclude === null ? row : { ...row, exclude: JSON.parse(exclude) as string[] };
}
