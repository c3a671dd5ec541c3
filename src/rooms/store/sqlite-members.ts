import type { Member } from "../../protocol/server-frames.ts";
import type { MemberStore } from "../core/ports.ts";

/** Who has been in a channel, in its object's SQLite database: a row written when a user comes, and one when they leave. */
export class SqliteMembers implements MemberStore {
	readonly #sql: SqlStorage;
	#occupied: boolean;

	/** @param storage with the schema in place */
	constructor(storage: DurableObjectStorage) {
		this.#sql = storage.sql;
		const [row] = this.#sql.exec<{ value: number }>(`SELECT value FROM meta WHERE key = 'occupied'`);
		this.#occupied = row?.value === 1;
	}

	get occupied(): boolean {
		return this.#occupied;
	}

	setOccupied(occupied: boolean): void {
		this.#occupied = occupied;
		this.#sql.exec(`INSERT OR REPLACE INTO meta (key, value) VALUES ('occupied', ?)`, occupied ? 1 : 0);
	}

	present(): Member[] {
		const rows = this.#sql.exec<{ member: string }>(`SELECT member FROM members WHERE present = 1`);
		return rows.toArray().map(({ member }) => JSON.parse(member) as Member);
	}

	known(): string[] {
		return this.#sql
			.exec<{ id: string }>(`SELECT id FROM members`)
			.toArray()
			.map(({ id }) => id);
	}

	isKnown(id: string): boolean {
		return this.#sql.exec(`SELECT 1 FROM members WHERE id = ?`, id).toArray().length > 0;
	}

	enter(member: Member): void {
		const insert = `INSERT INTO members (id, member, present, seen) VALUES (?, ?, 1, 0)
			ON CONFLICT (id) DO UPDATE SET member = excluded.member, present = 1`;
		this.#sql.exec(insert, member.id, JSON.stringify(member));
	}

	leave(id: string, at: number): void {
		this.#sql.exec(`UPDATE members SET present = 0, seen = ? WHERE id = ?`, at, id);
	}
}
