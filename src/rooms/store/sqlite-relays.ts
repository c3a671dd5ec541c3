import type { RelayStore } from "../core/ports.ts";
import type { RelaySeat } from "../core/relay/placement.ts";

/** A channel's relays in its room's SQLite database. */
export class SqliteRelays implements RelayStore {
	readonly #sql: SqlStorage;

	/** @param storage with the schema in place */
	constructor(storage: DurableObjectStorage) {
		this.#sql = storage.sql;
	}

	load(): RelaySeat[] {
		type Row = { id: string; region: string; parent: string | null; sockets: number };
		const rows = this.#sql.exec<Row>(`SELECT id, region, parent, sockets FROM relays ORDER BY id`).toArray();
		return rows.map(({ parent, ...row }) => (parent === null ? row : { ...row, parent }));
	}

	save({ id, region, parent, sockets }: RelaySeat): void {
		const insert = `INSERT OR REPLACE INTO relays (id, region, parent, sockets) VALUES (?, ?, ?, ?)`;
		this.#sql.exec(insert, id, region, parent ?? null, sockets);
	}

	remove(id: string): void {
		this.#sql.exec(`DELETE FROM relays WHERE id = ?`, id);
	}
}
