import { describe, expect, test } from "vitest";
import type { RelayStore } from "../../../src/rooms/core/ports.ts";

/** Gives a test a store of its own, and a way to open the same one again. */
export type WithRelays = (run: (store: RelayStore, reopen: () => RelayStore) => void) => void | Promise<void>;

/** What every store of relays does. */
export function relayStoreContract(where: string, withRelays: WithRelays): void {
	describe(`the relays ${where}`, () => {
		test("[RELAY4] are found again as they were saved last, by their ids", () =>
			withRelays((store, reopen) => {
				expect(store.load()).toEqual([]);
				store.save({ id: "weur.1", region: "weur", parent: "weur.0", sockets: 0 });
				store.save({ id: "weur.0", region: "weur", sockets: 1 });
				store.save({ id: "weur.0", region: "weur", sockets: 7 });
				for (const one of [store, reopen()])
					expect(one.load()).toEqual([
						{ id: "weur.0", region: "weur", sockets: 7 },
						{ id: "weur.1", region: "weur", parent: "weur.0", sockets: 0 },
					]);
			}));

		test("[RELAY4] lose their parent, and go", () =>
			withRelays((store, reopen) => {
				store.save({ id: "a.0", region: "a", parent: "a.1", sockets: 2 });
				store.save({ id: "a.1", region: "a", sockets: 2 });
				store.save({ id: "a.0", region: "a", sockets: 2 });
				store.remove("a.1");
				store.remove("a.2");
				for (const one of [store, reopen()]) expect(one.load()).toEqual([{ id: "a.0", region: "a", sockets: 2 }]);
			}));

		test("take text for text, whatever it would mean in SQL", () =>
			withRelays((store) => {
				store.save({ id: "'; DROP TABLE relays; --", region: "'", sockets: 1 });
				store.remove("' OR 1 = 1 --");
				expect(store.load()).toEqual([{ id: "'; DROP TABLE relays; --", region: "'", sockets: 1 }]);
			}));
	});
}
