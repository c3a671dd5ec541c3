import { describe, expect, test } from "vitest";
import type { PeopleStore } from "../../../src/rooms/core/chat/people/ports.ts";

/** Gives a test a store of its own, and a way to open the same one again. */
export type WithPeople = (run: (store: PeopleStore, reopen: () => PeopleStore) => void) => void | Promise<void>;

/** What every store of the people of a group does. */
export function peopleStoreContract(where: string, withPeople: WithPeople): void {
	describe(`the people ${where}`, () => {
		test("[PEOPLE1] are found again as they were last, without those who left", () =>
			withPeople((store, reopen) => {
				expect(store.people()).toEqual([]);
				const ada = {
					member: { id: "ada", name: "Ada 🦊", status: "online", info: { a: [1, null] } },
					seen: 1,
				} as const;
				const bob = { member: { id: "bob", status: "away" }, seen: 1_700_000_000_000 } as const;
				store.enter(ada);
				store.enter({ ...bob, seen: 2 });
				store.enter({ member: { id: "eve", status: "online" }, seen: 2 });
				store.enter(bob);
				store.leave("eve");
				store.leave("nobody");
				for (const one of [store, reopen()]) {
					const people = one.people().toSorted((a, b) => (a.member.id < b.member.id ? -1 : 1));
					expect(people).toEqual([ada, bob]);
				}
			}));

		test("[PEOPLE5] leases are found again as they were last, without those that ended", () =>
			withPeople((store, reopen) => {
				store.lease({ user: "ada", until: 1 });
				store.lease({ user: "eve", until: 1 });
				store.lease({ user: "ada", until: 1_700_000_000_000 });
				store.endLease("eve");
				store.endLease("nobody");
				for (const one of [store, reopen()]) expect(one.leases()).toEqual([{ user: "ada", until: 1_700_000_000_000 }]);
			}));

		test("take text for text, whatever it would mean in SQL", () =>
			withPeople((store) => {
				const id = "'; DROP TABLE people; --";
				store.enter({ member: { id, name: '"\0', status: "idle" }, seen: 1 });
				store.lease({ user: id, until: 1 });
				store.leave("' OR 1 = 1 --");
				store.endLease("' OR 1 = 1 --");
				expect(store.people()).toEqual([{ member: { id, name: '"\0', status: "idle" }, seen: 1 }]);
				expect(store.leases()).toEqual([{ user: id, until: 1 }]);
			}));
	});
}
