import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { peopleName } from "../../src/door/chat/names.ts";
import { SqlitePeople } from "../../src/rooms/store/sqlite-people.ts";
import { peopleStoreContract } from "../rooms/store/people-store.contract.ts";

const people = (env as unknown as { readonly PEOPLE: DurableObjectNamespace }).PEOPLE;
let groups = 0;

function withStorage(run: (storage: DurableObjectStorage) => void): Promise<void> {
	const group = people.getByName(peopleName("test", `store ${++groups}`));
	return runInDurableObject(group, (_, { storage }) => run(storage));
}

peopleStoreContract("in SQLite", (run) =>
	withStorage((storage) => run(new SqlitePeople(storage), () => new SqlitePeople(storage))),
);

test("[PEOPLE6] each change is one row written, and opening and reading none", () =>
	withStorage((storage) => {
		let written = 0;
		const exec = (query: string, ...bindings: SqlStorageValue[]) => {
			const cursor = storage.sql.exec(query, ...bindings);
			written += cursor.rowsWritten;
			return cursor;
		};
		const store = new SqlitePeople({ sql: { exec } } as unknown as DurableObjectStorage);
		const rows = (run: () => void): number => {
			written = 0;
			run();
			return written;
		};
		const ada = { member: { id: "ada", status: "online" }, seen: 1 } as const;
		expect([
			rows(() => store.people()),
			rows(() => store.leases()),
			rows(() => store.enter(ada)),
			rows(() => store.enter({ ...ada, seen: 2 })),
			rows(() => store.leave("ada")),
			rows(() => store.leave("ada")),
			rows(() => store.lease({ user: "ada", until: 1 })),
			rows(() => store.lease({ user: "ada", until: 2 })),
			rows(() => store.endLease("ada")),
		]).toEqual([0, 0, 1, 1, 1, 0, 1, 1, 1]);
	}));
