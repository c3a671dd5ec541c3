import { describe, expect, test } from "vitest";
import type { About, Entry } from "../../../src/rooms/core/chat/inbox/entry.ts";
import type { InboxStore } from "../../../src/rooms/core/chat/inbox/ports.ts";

/** Runs a test on a new store, and on the same as another program would find it, where that can be. */
export type WithInbox = (run: (store: InboxStore, reopen: () => InboxStore) => void) => Promise<void>;

/** An entry whose conversation has a time and an id. */
export function entry(id: string, at: number, more: Partial<Entry> = {}): Entry {
	const about: About = { id, kind: "direct", members: [{ id: "ada" }], size: 1, at, closed: false };
	return { about, muted: false, seq: 0, read: 0, unread: [], count: 0, waiting: false, ...more };
}

function ids(found: readonly Entry[]): string {
	return found.map(({ about }) => about.id).join("");
}

/** What every store of an inbox does, whatever it is stored in. */
export function inboxStoreContract(name: string, withInbox: WithInbox): void {
	describe(`${name}: entries`, () => {
		test("[INBOX4] are found as they were saved, and saved again", () =>
			withInbox((store, reopen) => {
				expect(store.entry("d.1")).toBeUndefined();
				const first = entry("d.1", 10, { unread: [1, 2], count: 2, tellAt: 5 });
				store.save(first);
				expect(store.entry("d.1")).toEqual(first);
				const second = { ...first, about: { ...first.about, name: "é🔑".repeat(2_000) } };
				store.save(second);
				expect(reopen().entry("d.1")).toEqual(second);
				store.save(first);
				expect(store.entry("d.1")).toEqual(first);
				store.remove("d.1");
				expect(reopen().entry("d.1")).toBeUndefined();
			}));

		test("[INBOX5] come the latest first, in pages that keep those of one time together", () =>
			withInbox((store) => {
				expect(store.page(10)).toEqual([]);
				for (const [id, at] of [
					["b", 20],
					["a", 20],
					["c", 30],
					["d", 10],
				] as const)
					store.save(entry(id, at));
				expect([ids(store.page(1)), ids(store.page(2)), ids(store.page(9))]).toEqual(["c", "cab", "cabd"]);
				expect([ids(store.page(9, 20)), ids(store.page(1, 30))]).toEqual(["d", "ab"]);
				expect([store.count(), store.count(20), store.count(10)]).toEqual([4, 1, 0]);
			}));

		test("[INBOX5] are counted without those that are muted", () =>
			withInbox((store) => {
				expect(store.unread()).toBe(0);
				store.save(entry("a", 1, { count: 2 }));
				store.save(entry("b", 1, { count: 3 }));
				expect(store.unread()).toBe(5);
				store.save(entry("b", 1, { count: 3, muted: true }));
				expect(store.unread()).toBe(2);
			}));

		test("[INBOX10][INBOX11] say which wait for a device, and of which the origin is to be told", () =>
			withInbox((store) => {
				expect([store.waiting(9), store.dueBy(99), store.nextDue()]).toEqual([[], [], undefined]);
				store.save(entry("a", 1, { waiting: true, tellAt: 60 }));
				store.save(entry("b", 2, { waiting: true, tellAt: 50 }));
				store.save(entry("c", 3));
				expect([ids(store.waiting(9)), ids(store.waiting(1))]).toEqual(["ba", "b"]);
				expect([ids(store.dueBy(49)), ids(store.dueBy(50)), ids(store.dueBy(60))]).toEqual(["", "b", "ba"]);
				expect(store.nextDue()).toBe(50);
			}));
	});

	test(`${name}: [INBOX4] the user, what groups were told, the watch, introductions and blocks`, () =>
		withInbox((store, reopen) => {
			expect([store.own(), store.told(), store.watchedUntil()]).toEqual([undefined, { groups: [] }, 0]);
			const own = {
				person: { id: "ada", info: { a: 1 } },
				role: "member",
				groups: ["x"],
				issued: 1,
				until: 2,
			} as const;
			store.saveOwn(own);
			const told = { groups: ["x"], member: { id: "ada", status: "idle" } } as const;
			store.saveTold(told);
			store.watchUntil(7);
			store.introduce("bob");
			store.introduce("bob");
			for (const user of ["joe", "eve", "joe"]) store.block(user, true);
			const again = reopen();
			expect([again.own(), again.told(), again.watchedUntil()]).toEqual([own, told, 7]);
			expect([again.isIntroduced("bob"), again.isIntroduced("eve")]).toEqual([true, false]);
			expect(again.blocked()).toEqual(["eve", "joe"]);
			again.block("eve", false);
			expect(again.blocked()).toEqual(["joe"]);
		}));
}
