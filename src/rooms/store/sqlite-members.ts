import type { Member } from "../../protocol/server-frames.ts";
import type { MemberStore } from "../core/ports.ts";

/** Who has been in a channel, in its object's SQLite database: a row written when a user first comes; where coming and going must outlive a crash, one more each time. */
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

	know(member: Member): void {
		const insert = `INSERT OR IGNORE INTO members (id, member, present, seen) VALUES (?, ?, 0, 0)`;
		this.#sql.exec(insert, member.id, JSON.stringify(member));
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
