import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { SqliteConversation } from "../../src/rooms/store/sqlite-conversation.ts";
import { conversationStoreContract, type WithStore } from "../rooms/store/conversation-store.contract.ts";
import { newChannel, roomOf } from "./support/worker.ts";

const withStore: WithStore = (run) =>
	runInDurableObject(roomOf(newChannel()), async (_, { storage }) => {
		const open = () => new SqliteConversation(storage);
		await run(open(), open);
	});

conversationStoreContract("on SQLite", withStore);

describe("on SQLite: a conversation's store", () => {
	test("[CONV1] stores all that belongs together, or nothing of it", () =>
		withStore((store, reopen) => {
			const fail = () =>
				store.atomically(() => {
					store.saveMember({ id: "ada" });
					throw new Error("the disk is full");
				});
			expect(fail).toThrow("full");
			expect(reopen().members()).toEqual([]);
		}));
});
