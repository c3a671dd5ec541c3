import { utf8 } from "../../protocol/utf8.ts";
import type { Entry } from "../core/chat/inbox/entry.ts";
import type { InboxStore, OwnRecord, ToldRecord } from "../core/chat/inbox/ports.ts";
import { migrate, type Schema } from "./migrations.ts";

/**
 * An entry holds the text of its last message, and must keep nothing of it once that is deleted, in no corner of the file.
 * So a row is overwritten where it lies, which the database does where the row's size stays as it is: numbers stand in
 * columns without a type, as floating point numbers, and entries are padded. And since the rows of a page are copied when
 * the page is divided, and the copies are left behind, each entry begins with as many spaces as a page takes: the rest lies
 * in pages of its own, which are never copied.
 */
const INBOX_SCHEMA: Schema = {
	key: "inbox schema",
	steps: [
		[
			`CREATE TABLE entries (id TEXT PRIMARY KEY, at, unread, tell_at, waiting, entry TEXT NOT NULL)`,
			`CREATE TABLE inbox (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
			`CREATE TABLE introduced (user TEXT PRIMARY KEY) WITHOUT ROWID`,
			`CREATE TABLE blocked (user TEXT PRIMARY KEY) WITHOUT ROWID`,
		],
	],
};

/** The size of a page, in bytes. */
const PAGE = 4_096;
const AHEAD = " ".repeat(PAGE);
/** Entries are padded to a multiple of this, in bytes. */
const STEP = 2_048;

type Row = { entry: string };

/** What an inbox has beside its log, in its object's SQLite database. Everything in it was written here. */
export class SqliteInbox implements InboxStore {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	/** Asked for with each message. */
	#blocked: string[] | undefined;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#sql = storage.sql;
		migrate(storage, INBOX_SCHEMA);
	}

	entry(id: string): Entry | undefined {
		return this.#entries(`SELECT entry FROM entries WHERE id = ?`, id)[0];
	}

	save(entry: Entry): void {
		const { about, muted, count, tellAt = 0, waiting } = entry;
		const json = JSON.stringify(entry);
		const numbers = [about.at, muted ? 0 : count, tellAt, waiting ? 1 : 0];
		this.#storage.transactionSync(() => {
			const bytes = this.#bytes(about.id);
			const wanted = PAGE + Math.ceil(utf8(json).length / STEP) * STEP;
			if (bytes !== undefined && bytes < wanted) this.#blank(about.id);
			const text = padded(json, Math.max(wanted, bytes ?? 0));
			const insert = `INSERT INTO entries (id, at, unread, tell_at, waiting, entry)
				VALUES (?, CAST(? AS REAL), CAST(? AS REAL), CAST(? AS REAL), CAST(? AS REAL), ?)`;
			const update = `UPDATE entries SET at = CAST(? AS REAL), unread = CAST(? AS REAL), tell_at = CAST(? AS REAL),
				waiting = CAST(? AS REAL), entry = ? WHERE id = ?`;
			if (bytes === undefined) this.#sql.exec(insert, about.id, ...numbers, text);
			else this.#sql.exec(update, ...numbers, text, about.id);
		});
	}

	remove(id: string): void {
		this.#storage.transactionSync(() => {
			this.#blank(id);
			this.#sql.exec(`DELETE FROM entries WHERE id = ?`, id);
		});
	}

	page(limit: number, before: number = Number.MAX_SAFE_INTEGER): Entry[] {
		const last = `SELECT min(at) AS at FROM (SELECT at FROM entries WHERE at < ? ORDER BY at DESC LIMIT ?)`;
		const [row] = this.#sql.exec<{ at: number | null }>(last, before, limit);
		const found = `SELECT entry FROM entries WHERE at < ? AND at >= ? ORDER BY at DESC, id`;
		return this.#entries(found, before, row?.at ?? before);
	}

	count(before: number = Number.MAX_SAFE_INTEGER): number {
		return this.#number(`SELECT count(*) AS value FROM entries WHERE at < ?`, before);
	}

	unread(): number {
		return this.#number(`SELECT sum(unread) AS value FROM entries`);
	}

	waiting(limit: number): Entry[] {
		return this.#entries(`SELECT entry FROM entries WHERE waiting = 1 ORDER BY at DESC LIMIT ?`, limit);
	}

	dueBy(at: number): Entry[] {
		return this.#entries(`SELECT entry FROM entries WHERE tell_at > 0 AND tell_at <= ? ORDER BY tell_at`, at);
	}

	nextDue(): number | undefined {
		return this.#number(`SELECT min(tell_at) AS value FROM entries WHERE tell_at > 0`) || undefined;
	}

	own(): OwnRecord | undefined {
		return this.#get("own") as OwnRecord | undefined;
	}

	saveOwn(own: OwnRecord): void {
		this.#set("own", own);
	}

	told(): ToldRecord {
		return (this.#get("told") as ToldRecord | undefined) ?? { groups: [] };
	}

	saveTold(told: ToldRecord): void {
		this.#set("told", told);
	}

	watchedUntil(): number {
		return (this.#get("watch") as number | undefined) ?? 0;
	}

	watchUntil(at: number): void {
		this.#set("watch", at);
	}

	isIntroduced(user: string): boolean {
		return this.#number(`SELECT count(*) AS value FROM introduced WHERE user = ?`, user) > 0;
	}

	introduce(user: string): void {
		this.#sql.exec(`INSERT OR IGNORE INTO introduced (user) VALUES (?)`, user);
	}

	blocked(): string[] {
		const read = () => this.#sql.exec<{ user: string }>(`SELECT user FROM blocked ORDER BY user`).toArray();
		this.#blocked ??= read().map(({ user }) => user);
		return [...this.#blocked];
	}

	block(user: string, on: boolean): void {
		this.#blocked = undefined;
		if (on) this.#sql.exec(`INSERT OR IGNORE INTO blocked (user) VALUES (?)`, user);
		else this.#sql.exec(`DELETE FROM blocked WHERE user = ?`, user);
	}

	/** How large an entry's text is, in bytes. */
	#bytes(id: string): number | undefined {
		const found = `SELECT octet_length(entry) AS value FROM entries WHERE id = ?`;
		return this.#sql.exec<{ value: number }>(found, id).toArray()[0]?.value;
	}

	#blank(id: string): void {
		this.#sql.exec(`UPDATE entries SET entry = printf('%*s', octet_length(entry), '') WHERE id = ?`, id);
	}

	#entries(query: string, ...bindings: SqlStorageValue[]): Entry[] {
		const rows = this.#sql.exec<Row>(query, ...bindings).toArray();
		return rows.map(({ entry }) => JSON.parse(entry) as Entry);
	}

	#number(query: string, ...bindings: SqlStorageValue[]): number {
		return this.#sql.exec<{ value: number | null }>(query, ...bindings).one().value ?? 0;
	}

	#get(key: string): unknown {
		const [row] = this.#sql.exec<{ value: string }>(`SELECT value FROM inbox WHERE key = ?`, key);
		return row === undefined ? undefined : JSON.parse(row.value);
	}

	#set(key: string, value: object | number): void {
		this.#sql.exec(`INSERT OR REPLACE INTO inbox (key, value) VALUES (?, ?)`, key, JSON.stringify(value));
	}
}

/** A text with a page of spaces before it and as many after it as make it so large, in bytes. */
function padded(json: string, bytes: number): string {
	return AHEAD + json + " ".repeat(Math.max(0, bytes - PAGE - utf8(json).length));
}
