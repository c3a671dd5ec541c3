import type { Lease, PeopleStore, Present } from "../core/chat/people/ports.ts";
import { migrate, type Schema } from "./migrations.ts";

/** Without row ids, so that each write is one row. */
const PEOPLE_SCHEMA: Schema = {
	key: "people schema",
	steps: [
		[
			`CREATE TABLE people (id TEXT PRIMARY KEY, member TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID`,
			`CREATE TABLE leases (user TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID`,
		],
	],
};

/** What a group of people stores, in its object's SQLite database. Everything in it was written here. */
export class SqlitePeople implements PeopleStore {
	readonly #sql: SqlStorage;

	constructor(storage: DurableObjectStorage) {
		this.#sql = storage.sql;
		migrate(storage, PEOPLE_SCHEMA);
	}

	people(): Present[] {
		const rows = this.#sql.exec<{ member: string; seen: number }>(`SELECT member, seen FROM people`).toArray();
		return rows.map(({ member, seen }) => ({ member: JSON.parse(member) as Present["member"], seen }));
	}

	enter({ member, seen }: Present): void {
		const insert = `INSERT OR REPLACE INTO people (id, member, seen) VALUES (?, ?, ?)`;
		this.#sql.exec(insert, member.id, JSON.stringify(member), seen);
	}

	leave(user: string): void {
		this.#sql.exec(`DELETE FROM people WHERE id = ?`, user);
	}

	leases(): Lease[] {
		return this.#sql.exec<{ user: string; until: number }>(`SELECT user, until FROM leases`).toArray();
	}

	lease({ user, until }: Lease): void {
		this.#sql.exec(`INSERT OR REPLACE INTO leases (user, until) VALUES (?, ?)`, user, until);
	}

	endLease(user: string): void {
		this.#sql.exec(`DELETE FROM leases WHERE user = ?`, user);
	}
}
