import type { Json } from "../../protocol/json.ts";
import type { OutboxEntry, OutboxStore } from "../core/ports.ts";

type Row = {
	id: string;
	type: string;
	data: string | null;
	seq: number | null;
	at: number;
	tries: number;
	next_at: number;
};

/** Webhooks on their way, in a channel's SQLite database. */
export class SqliteOutbox implements OutboxStore {
	readonly #sql: SqlStorage;
	/** The first entry, once it has been read: asked for after each publish, and mostly there is none. */
	#known: { readonly first: OutboxEntry | undefined } | undefined;

	/** @param storage with the schema in place */
	constructor(storage: DurableObjectStorage) {
		this.#sql = storage.sql;
	}

	first(): OutboxEntry | undefined {
		this.#known ??= { first: this.#readFirst() };
		return this.#known.first;
	}

	#readFirst(): OutboxEntry | undefined {
		const [row] = this.#sql.exec<Row>(`SELECT * FROM outbox ORDER BY place LIMIT 1`);
		if (row === undefined) return undefined;
		const { id, type, data, seq, at, tries, next_at: nextAt } = row;
		const entry = { id, type, at, tries, nextAt };
		if (seq !== null) return { ...entry, seq };
		const stored = dataIn(data);
		return stored === undefined ? entry : { ...entry, data: stored };
	}

	add({ id, type, data, seq, at, tries, nextAt }: OutboxEntry): void {
		if (this.#known?.first === undefined) this.#known = undefined;
		const insert = `INSERT INTO outbox (id, type, data, seq, at, tries, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)`;
		const text = data === undefined ? null : JSON.stringify(data);
		this.#sql.exec(insert, id, type, text, seq ?? null, at, tries, nextAt);
	}

	postpone(id: string, tries: number, nextAt: number): void {
		this.#known = undefined;
		this.#sql.exec(`UPDATE outbox SET tries = ?, next_at = ? WHERE id = ?`, tries, nextAt, id);
	}

	remove(id: string): void {
		this.#known = undefined;
		this.#sql.exec(`DELETE FROM outbox WHERE id = ?`, id);
	}
}

/** What {@link SqliteOutbox.add} wrote; `undefined` where it is unreadable, which must not stop what stands behind it. */
function dataIn(text: string | null): { readonly [key: string]: Json } | undefined {
	try {
		return JSON.parse(text ?? "{}") as { readonly [key: string]: Json };
	} catch {
		return undefined;
	}
}
