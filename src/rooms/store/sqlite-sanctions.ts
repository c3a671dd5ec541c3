import type { SanctionStore, StoredSanction } from "../core/ports.ts";

/** Bans and mutes in a channel's SQLite database. */
export class SqliteSanctions implements SanctionStore {
	readonly #sql: SqlStorage;

	/** @param storage with the schema in place */
	constructor(storage: DurableObjectStorage) {
		this.#sql = storage.sql;
	}

	load(nowMs: number): StoredSanction[] {
		type Row = { kind: "ban" | "mute"; user: string; until: number };
		return this.#sql.exec<Row>(`SELECT kind, user, until FROM sanctions WHERE until > ?`, nowMs).toArray();
	}

	save({ kind, user, until }: StoredSanction): void {
		if (until === 0) this.#sql.exec(`DELETE FROM sanctions WHERE kind = ? AND user = ?`, kind, user);
		else this.#sql.exec(`INSERT OR REPLACE INTO sanctions (kind, user, until) VALUES (?, ?, ?)`, kind, user, until);
	}
}
