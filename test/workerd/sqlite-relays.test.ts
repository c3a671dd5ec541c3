import { runInDurableObject } from "cloudflare:test";
import { SqliteRelays } from "../../src/rooms/store/sqlite-relays.ts";
import { relayStoreContract } from "../rooms/store/relay-store.contract.ts";
import { newChannel, roomOf } from "./support/worker.ts";

// The room has put the schema in place, and has no relays of its own.
relayStoreContract("in SQLite", (run) =>
	runInDurableObject(roomOf(newChannel()), (_, { storage }) =>
		run(new SqliteRelays(storage), () => new SqliteRelays(storage)),
	),
);
