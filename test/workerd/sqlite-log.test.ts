import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { storedFrame } from "../../src/rooms/core/encode.ts";
import type { NewRow } from "../../src/rooms/core/ports.ts";
import { migrate } from "../../src/rooms/store/migrations.ts";
import { REMEMBERED_IDS, SqliteLog } from "../../src/rooms/store/sqlite-log.ts";
import { logStoreContract, type WithLog } from "../rooms/store/log-store.contract.ts";
import { newChannel, roomOf } from "./support/worker.ts";

/** Runs on the storage of a room that nobody else uses. Its log, if it has one yet, is empty. */
function withStorage(run: (storage: DurableObjectStorage) => void | Promise<void>): Promise<void> {
	return runInDurableObject(roomOf(newChannel()), (_, { storage }) => run(storage));
}

const withLog: WithLog = (run) =>
	withStorage(async (storage) => {
		const open = () => new SqliteLog(storage, () => "new");
		await run(open(), open);
	});

logStoreContract("on SQLite", withLog);

function row(seq: number, more: Partial<NewRow> = {}): NewRow {
	return { seq, at: 1_000 + seq, frame: storedFrame(`"frame ${seq}"`), ...more };
}

/** A storage that counts the rows that statements write, as the platform counts them. */
function counting(storage: DurableObjectStorage): { counted: DurableObjectStorage; written: () => number } {
	const cursors: { readonly rowsWritten: number }[] = [];
	const exec = (query: string, ...bindings: SqlStorageValue[]) => {
		const cursor = storage.sql.exec(query, ...bindings);
		cursors.push(cursor);
		return cursor;
	};
	const counted = {
		sql: { exec },
		transactionSync: <T>(run: () => T) => storage.transactionSync(run),
	} as unknown as DurableObjectStorage;
	return { counted, written: () => cursors.splice(0).reduce((sum, { rowsWritten }) => sum + rowsWritten, 0) };
}

describe("what a message costs", () => {
	test("[LOG9] one row written, and two with an id, alone and in a commit of many", () =>
		withStorage((storage) => {
			const { counted, written } = counting(storage);
			const log = new SqliteLog(counted, () => "new");
			written();
			log.append([row(1)]);
			expect(written()).toBe(1);
			log.append([row(2, { id: "x", exclude: ["ada"] })]);
			expect(written()).toBe(2);
			log.append(Array.from({ length: 50 }, (_, index) => row(3 + index, index % 2 === 0 ? {} : { id: `i${index}` })));
			expect(written()).toBe(75);
		}));

	test("[LOG9] reading, finding and opening write none", () =>
		withStorage((storage) => {
			new SqliteLog(storage, () => "new").append([row(1, { id: "x" })]);
			const { counted, written } = counting(storage);
			const log = new SqliteLog(counted, () => "new");
			log.read(0, 1, 100);
			log.readBack(0, 2, 10);
			log.find("x");
			log.lastAt(5);
			log.oldestAt();
			expect(written()).toBe(0);
		}));
});

describe("the log on SQLite", () => {
	test("[LOG1] stores all rows of a commit or none", () =>
		withLog((log, reopen) => {
			log.append([row(1, { id: "x" })]);
			expect(() => log.append([row(2), row(3, { id: "x" })])).toThrow(/UNIQUE/);
			for (const one of [log, reopen()]) {
				expect(one.head).toBe(1);
				expect(one.read(0, 9, 100).map(({ seq }) => seq)).toEqual([1]);
			}
			log.append([row(2)]);
			expect(log.head).toBe(2);
		}));

	test("[LOG3] remembers as many ids as it says, and forgets older ones", () =>
		withLog((log) => {
			log.append([row(1, { id: "first" }), row(2, { id: "second" })]);
			const far = REMEMBERED_IDS + 1;
			log.append([row(far, { id: "far" })]);
			expect(log.find("first")).toBeUndefined();
			expect(log.find("second")).toMatchObject({ seq: 2 });
			expect(log.find("far")).toMatchObject({ seq: far });
		}));

	test("takes text for text, whatever it would mean in SQL", () =>
		withLog((log) => {
			const frame = storedFrame(`"'); DROP TABLE events; -- \0 🔑"`);
			log.append([row(1, { frame, id: "'; DROP TABLE ids; --", exclude: ["'"] })]);
			expect(log.read(0, 1, 100)).toEqual([{ seq: 1, at: 1_001, frame, exclude: ["'"] }]);
			expect(log.find("'; DROP TABLE ids; --")).toMatchObject({ seq: 1 });
		}));

	test("[LOG13] has an epoch that is given once", () =>
		withStorage((storage) => {
			const first = new SqliteLog(storage, () => "first");
			expect(new SqliteLog(storage, () => "second").epoch).toBe(first.epoch);
		}));
});

describe("ids of before they had authors", () => {
	test("[LOG14] are found as such, through the migration, and forgotten with the others", () =>
		withStorage((storage) => {
			storage.sql.exec(`DROP TABLE IF EXISTS authored_ids`);
			storage.sql.exec(`INSERT INTO ids (id, seq, at) VALUES ('old', 1, 1001)`);
			storage.sql.exec(`UPDATE meta SET value = 4 WHERE key = 'schema'`);
			const log = new SqliteLog(storage, () => "new");
			expect(log.findUnowned("old")).toEqual({ seq: 1, at: 1_001 });
			expect(log.find("old")).toBeUndefined();
			log.append([row(1), row(2, { id: "new" })]);
			expect(log.find("new")).toMatchObject({ seq: 2 });
			log.append([row(REMEMBERED_IDS + 2)]);
			expect(log.findUnowned("old")).toBeUndefined();
			expect(log.find("new")).toBeUndefined();
		}));
});

describe("cursors that a log has given before they had proofs", () => {
	const STEPS = 5;

	test("[RESUME12] are honoured for a day after the migration", () =>
		withStorage((storage) => {
			new SqliteLog(storage, () => "new").append([row(1)]);
			storage.sql.exec(`UPDATE meta SET value = ? WHERE key = 'schema'`, STEPS);
			const { plainUntil = 0 } = new SqliteLog(storage, () => "new");
			expect(Math.abs(plainUntil - Date.now() - 86_400_000)).toBeLessThan(60_000);
			expect(new SqliteLog(storage, () => "new").plainUntil).toBe(plainUntil);
		}));

	test("[RESUME12] are none where nothing was stored", () =>
		withLog((log) => {
			expect(log.plainUntil).toBeUndefined();
		}));
});

describe("migrations", () => {
	test("run once, and write nothing when they have", () =>
		withStorage((storage) => {
			migrate(storage);
			const { counted, written } = counting(storage);
			migrate(counted);
			expect(written()).toBe(0);
		}));
});
