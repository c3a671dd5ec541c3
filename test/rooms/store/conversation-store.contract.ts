import { describe, expect, test } from "vitest";
import type { ConversationStore, Owed } from "../../../src/rooms/core/chat/conversation/ports.ts";

/** Runs a test on a new store; `reopen` answers the same store as another program would find it, where that can be. */
export type WithStore = (
	run: (store: ConversationStore, reopen: () => ConversationStore) => void | Promise<void>,
) => Promise<void>;

function owed(place: number, to: string, more: Partial<Owed> = {}): Owed {
	return { place, to, matter: { kind: "message", seq: place }, at: 1, tries: 0, nextAt: 1, ...more };
}

/** What every store of a conversation does, whatever it is stored in. */
export function conversationStoreContract(name: string, withStore: WithStore): void {
	describe(`${name}: a conversation's store`, () => {
		test("[CONV1] has nothing at first", () =>
			withStore((store) => {
				expect([store.record(), store.members(), store.blocks(), store.owed()]).toEqual([undefined, [], [], []]);
				expect(store.progress()).toEqual({ told: 0, marks: {} });
				expect(store.changes(0, 99).size).toBe(0);
			}));

		test("[CONV1] keeps what it is, and its members in the order in which they came", () =>
			withStore((store, reopen) => {
				const record = { kind: "group", name: "É'\"", creator: "ada", at: 5, closed: false } as const;
				store.saveRecord(record);
				store.saveRecord({ ...record, closed: true });
				for (const id of ["zoe", "ada", "__proto__"]) store.saveMember({ id, name: id });
				store.saveMember({ id: "zoe", name: "Zoë", info: { team: [1] } });
				store.saveMember({ id: "bob" });
				store.removeMember("ada");
				store.saveMember({ id: "ada" });
				const again = reopen();
				expect(again.record()).toEqual({ ...record, closed: true });
				const zoe = { id: "zoe", name: "Zoë", info: { team: [1] } };
				expect(again.members()).toEqual([zoe, { id: "__proto__", name: "__proto__" }, { id: "bob" }, { id: "ada" }]);
			}));

		test("[CONV9] keeps marks and how far inboxes have been told", () =>
			withStore((store, reopen) => {
				store.saveProgress({ told: 3, marks: { ada: [3, 2] } });
				store.saveProgress({ told: 4, marks: { ada: [4, 2], bob: [1, 0] } });
				expect(reopen().progress()).toEqual({ told: 4, marks: { ada: [4, 2], bob: [1, 0] } });
			}));

		test("[CONV9] keeps marks of users whose ids are names of JavaScript's own", () =>
			withStore((store, reopen) => {
				const marks = ["__proto__", "constructor", "toString"].map((user, read) => [user, [read + 1, read]] as const);
				store.saveProgress({ told: 3, marks: Object.fromEntries(marks) });
				expect(Object.entries(reopen().progress().marks)).toEqual(marks);
			}));

		test("[CONV10] keeps who blocks whom", () =>
			withStore((store, reopen) => {
				for (const user of ["bob", "bob", "eve"]) store.saveBlock({ by: "ada", user }, true);
				store.saveBlock({ by: "bob", user: "ada" }, true);
				store.saveBlock({ by: "ada", user: "eve" }, false);
				store.saveBlock({ by: "eve", user: "ada" }, false);
				expect(
					reopen()
						.blocks()
						.map(({ by, user }) => `${by} ${user}`)
						.toSorted(),
				).toEqual(["ada bob", "bob ada"]);
			}));

		test("[CONV8] keeps what messages have become, and forgets it up to a number", () =>
			withStore((store, reopen) => {
				const change = { edits: [4], edited: 9, reactions: [{ emoji: "👍", users: ["ada"] }] };
				for (const seq of [1, 2, 5]) store.saveChange(seq, { edits: [], reactions: [] });
				store.saveChange(2, change);
				expect([...reopen().changes(2, 5)]).toEqual([
					[2, change],
					[5, { edits: [], reactions: [] }],
				]);
				store.forgetChanges(2);
				expect([...reopen().changes(0, 9).keys()]).toEqual([5]);
			}));

		test("[CONV15] keeps what is owed in its order until it is settled", () =>
			withStore((store, reopen) => {
				store.owe([owed(4, "f1", { matter: { kind: "file" } })]);
				store.owe([owed(2, "bob"), owed(3, "eve", { matter: { kind: "conversation", upTo: 7 } })]);
				store.settle(2);
				store.postpone(3, 2, 50);
				expect(reopen().owed()).toEqual([
					owed(3, "eve", { matter: { kind: "conversation", upTo: 7 }, tries: 2, nextAt: 50 }),
					owed(4, "f1", { matter: { kind: "file" } }),
				]);
			}));
	});
}
