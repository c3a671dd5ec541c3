import type { RoomStore } from "../core/ports.ts";
import { SqliteLog } from "./sqlite-log.ts";
import { SqliteMembers } from "./sqlite-members.ts";
import { SqliteOutbox } from "./sqlite-outbox.ts";
import { SqliteRelays } from "./sqlite-relays.ts";
import { SqliteSanctions } from "./sqlite-sanctions.ts";

/**
 * All that a room stores, in its object's SQLite database.
 *
 * @param newEpoch names the log where it is begun now
 * @param options whether the log's retention erases; see {@link SqliteLog}
 */
export function sqliteStore(
	storage: DurableObjectStorage,
	newEpoch: () => string,
	options: { readonly erases?: boolean } = {},
): RoomStore {
	// The log brings the schema up to date, so it comes first.
	const log = new SqliteLog(storage, newEpoch, options);
	return {
		log,
		members: new SqliteMembers(storage),
		sanctions: new SqliteSanctions(storage),
		outbox: new SqliteOutbox(storage),
		relays: new SqliteRelays(storage),
	};
}
