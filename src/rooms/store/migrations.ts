/**
 * The schema, step by step. A step is never edited once it has run anywhere: a change is a further step.
 *
 * The log's key is its INTEGER PRIMARY KEY, which is the row itself: an index or AUTOINCREMENT would each cost a further
 * row written per message, and rows written are what a message costs. Ids stand apart, WITHOUT ROWID, so that a message
 * with an id writes two rows and a message without one writes one.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
	[
		`CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, frame TEXT, exclude TEXT)`,
		`CREATE TABLE ids (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`,
	],
	[
		`CREATE TABLE members (id TEXT PRIMARY KEY, member TEXT NOT NULL, present INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID`,
		`CREATE TABLE sanctions (kind TEXT NOT NULL, user TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (kind, user)) WITHOUT ROWID`,
		`CREATE TABLE outbox (place INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT, seq INTEGER, at INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL)`,
	],
	[
		// A table's first page is copied when it overflows, and keeps the copy's bytes for as long as the table lives, where
		// no redaction reaches them. Two rows below all numbers, too large for one page, see to it that it never holds a message.
		`INSERT INTO events (seq, at, exclude) VALUES (-1, 0, printf('%3000s', '')), (0, 0, printf('%3000s', ''))`,
	],
	[
		`CREATE TABLE relays (id TEXT PRIMARY KEY, region TEXT NOT NULL, parent TEXT, sockets INTEGER NOT NULL) WITHOUT ROWID`,
	],
	[
		// An id belongs to its author. Those without one stay where they are: copying a million of them would cost as much as
		// a million messages, and whose they were is in the events that are left.
		`CREATE TABLE authored_ids (author TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (author, id)) WITHOUT ROWID`,
	],
	[
		// Cursors carry a proof where the history may not be read. Those that a log has given before are honoured for a day;
		// of a log that is begun now there are none.
		`INSERT OR REPLACE INTO meta (key, value) SELECT 'plain_cursors_until', (CAST(strftime('%s', 'now') AS INTEGER) + 86400) * 1000 WHERE EXISTS (SELECT 1 FROM events WHERE seq > 0)`,
	],
];

/** A schema: its steps, and the key that its version stands under. A table holds it, since `user_version` is not to be had here. */
export interface Schema {
	readonly key: string;
	readonly steps: readonly (readonly string[])[];
}

/** Brings a database to the newest form of a schema; without one, of the log and its company. */
export function migrate(
	storage: DurableObjectStorage,
	{ key, steps }: Schema = { key: "schema", steps: MIGRATIONS },
): void {
	const { sql } = storage;
	sql.exec(`CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID`);
	const [row] = sql.exec<{ value: number }>(`SELECT value FROM meta WHERE key = ?`, key);
	const done = row?.value ?? 0;
	if (done === steps.length) return;
	storage.transactionSync(() => {
		for (const statements of steps.slice(done)) for (const statement of statements) sql.exec(statement);
		sql.exec(`INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)`, key, steps.length);
	});
}
