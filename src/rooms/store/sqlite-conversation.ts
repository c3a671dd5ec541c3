import type { Person } from "../../protocol/chat/model.ts";
import type { Change } from "../core/chat/conversation/change.ts";
import type {
	Block,
	ConversationRecord,
	ConversationStore,
	Matter,
	Owed,
	StoredProgress,
} from "../core/chat/conversation/ports.ts";
import { migrate, type Schema } from "./migrations.ts";

/**
 * What a conversation has beside its log. No table here holds the text of a message: rows that change their size leave what
 * they held behind in their pages, where no deletion reaches it.
 */
const CONVERSATION_SCHEMA: Schema = {
	key: "conversation schema",
	steps: [
		[
			`CREATE TABLE conversation (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
			`CREATE TABLE people (user TEXT PRIMARY KEY, place INTEGER NOT NULL, person TEXT NOT NULL) WITHOUT ROWID`,
			`CREATE TABLE blocks (by TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (by, user)) WITHOUT ROWID`,
			`CREATE TABLE changes (seq INTEGER PRIMARY KEY, change TEXT NOT NULL)`,
			`CREATE TABLE owed (place INTEGER PRIMARY KEY, recipient TEXT NOT NULL, matter TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL)`,
		],
	],
};

const NOTHING_YET: StoredProgress = { told: 0, marks: {} };

/** What a conversation has beside its log, in its object's SQLite database. Everything in it was written here. */
export class SqliteConversation implements ConversationStore {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#sql = storage.sql;
		migrate(storage, CONVERSATION_SCHEMA);
	}

	atomically<T>(run: () => T): T {
		return this.#storage.transactionSync(run);
	}

	record(): ConversationRecord | undefined {
		return this.#get("record") as ConversationRecord | undefined;
	}

	saveRecord(record: ConversationRecord): void {
		this.#set("record", record);
	}

	members(): Person[] {
		const rows = this.#sql.exec<{ person: string }>(`SELECT person FROM people ORDER BY place`);
		return rows.toArray().map(({ person }) => JSON.parse(person) as Person);
	}

	saveMember(person: Person): void {
		const insert = `INSERT INTO people (user, place, person) VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM people), ?)
			ON CONFLICT (user) DO UPDATE SET person = excluded.person`;
		this.#sql.exec(insert, person.id, JSON.stringify(person));
	}

	removeMember(user: string): void {
		this.#sql.exec(`DELETE FROM people WHERE user = ?`, user);
	}

	progress(): StoredProgress {
		return (this.#get("progress") as StoredProgress | undefined) ?? NOTHING_YET;
	}

	saveProgress(progress: StoredProgress): void {
		this.#set("progress", progress);
	}

	blocks(): Block[] {
		return this.#sql.exec<{ by: string; user: string }>(`SELECT by, user FROM blocks`).toArray();
	}

	saveBlock({ by, user }: Block, on: boolean): void {
		if (on) this.#sql.exec(`INSERT OR IGNORE INTO blocks (by, user) VALUES (?, ?)`, by, user);
		else this.#sql.exec(`DELETE FROM blocks WHERE by = ? AND user = ?`, by, user);
	}

	changes(from: number, to: number): ReadonlyMap<number, Change> {
		const found = `SELECT seq, change FROM changes WHERE seq BETWEEN ? AND ?`;
		const rows = this.#sql.exec<{ seq: number; change: string }>(found, from, to).toArray();
		return new Map(rows.map(({ seq, change }) => [seq, JSON.parse(change) as Change]));
	}

	saveChange(seq: number, change: Change): void {
		this.#sql.exec(`INSERT OR REPLACE INTO changes (seq, change) VALUES (?, ?)`, seq, JSON.stringify(change));
	}

	forgetChanges(to: number): void {
		this.#sql.exec(`DELETE FROM changes WHERE seq <= ?`, to);
	}

	owed(): Owed[] {
		type Row = { place: number; recipient: string; matter: string; at: number; tries: number; next_at: number };
		const rows = this.#sql.exec<Row>(`SELECT * FROM owed ORDER BY place`).toArray();
		return rows.map(({ place, recipient, matter, at, tries, next_at: nextAt }) => ({
			place,
			to: recipient,
			matter: JSON.parse(matter) as Matter,
			at,
			tries,
			nextAt,
		}));
	}

	owe(entries: readonly Owed[]): void {
		const insert = `INSERT INTO owed (place, recipient, matter, at, tries, next_at) VALUES (?, ?, ?, ?, ?, ?)`;
		this.atomically(() => {
			for (const { place, to, matter, at, tries, nextAt } of entries)
				this.#sql.exec(insert, place, to, JSON.stringify(matter), at, tries, nextAt);
		});
	}

	settle(place: number): void {
		this.#sql.exec(`DELETE FROM owed WHERE place = ?`, place);
	}

	postpone(place: number, tries: number, nextAt: number): void {
		this.#sql.exec(`UPDATE owed SET tries = ?, next_at = ? WHERE place = ?`, tries, nextAt, place);
	}

	#get(key: string): unknown {
		const [row] = this.#sql.exec<{ value: string }>(`SELECT value FROM conversation WHERE key = ?`, key);
		return row === undefined ? undefined : JSON.parse(row.value);
	}

	#set(key: string, value: object): void {
		this.#sql.exec(`INSERT OR REPLACE INTO conversation (key, value) VALUES (?, ?)`, key, JSON.stringify(value));
	}
}
