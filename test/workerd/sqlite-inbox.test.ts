import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { SqliteInbox } from "../../src/rooms/store/sqlite-inbox.ts";
import { entry, inboxStoreContract, type WithInbox } from "../rooms/store/inbox-store.contract.ts";
import { newChannel, roomOf } from "./support/worker.ts";

/** Runs on the storage of an object that nobody else uses. */
function withStorage(run: (storage: DurableObjectStorage) => void): Promise<void> {
	return runInDurableObject(roomOf(newChannel()), (_, { storage }) => run(storage));
}

const withInbox: WithInbox = (run) =>
	withStorage((storage) => run(new SqliteInbox(storage), () => new SqliteInbox(storage)));

inboxStoreContract("an inbox on SQLite", withInbox);

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

describe("what an inbox writes", () => {
	test("[INBOX15] an entry is one row each time, and two where it is new; one that outgrows its place is one more", () =>
		withStorage((storage) => {
			const { counted, written } = counting(storage);
			const store = new SqliteInbox(counted);
			written();
			store.save(entry("d.1", 1));
			expect(written()).toBe(2);
			for (const at of [2, 1_800_000_000_000])
				store.save(entry("d.1", at, { count: at, unread: [1, 2, 3], tellAt: at, waiting: true }));
			expect(written()).toBe(2);
			const { about } = entry("d.1", 3);
			store.save(entry("d.1", 3, { about: { ...about, name: "x".repeat(3_000) } }));
			expect(written()).toBe(2);
		}));
});
