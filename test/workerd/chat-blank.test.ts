import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { conversationChannel, directId, inboxName, newGroupId } from "../../src/door/chat/names.ts";
import { roomName } from "../../src/door/room-name.ts";
import type { Json } from "../../src/protocol/json.ts";
import { basic } from "../support/tokens.ts";
import { newUser, openPage } from "./support/chat.ts";
import { askJson } from "./support/worker.ts";

const { INBOX, CONVERSATION } = env as unknown as { readonly [name: string]: DurableObjectNamespace };

function inboxOf(user: string): DurableObjectStub | undefined {
	return INBOX?.getByName(inboxName("test", user));
}

function roomOf(id: string): DurableObjectStub | undefined {
	const channel = conversationChannel(id);
	return channel && CONVERSATION?.getByName(roomName({ app: "test", channel }));
}

/** The tables that an object has, the platform's own aside. */
async function tables(stub: DurableObjectStub | undefined): Promise<number> {
	if (stub === undefined) throw new Error("no such object");
	return runInDurableObject(
		stub,
		(_, { storage: { sql } }) =>
			sql.exec(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`).toArray()
				.length,
	);
}

test("[CONV2] a conversation that is only asked after takes up no storage", async () => {
	const ada = await openPage(newUser("ada"));
	const id = newGroupId();
	const asked: readonly (readonly [Parameters<typeof ada.ask>[0], { readonly [field: string]: Json }])[] = [
		["history", {}],
		["post", { id: "m", text: "x" }],
		["edit", { seq: 1, text: "x" }],
		["typing", {}],
		["leave", {}],
		["members", { remove: ["x"] }],
	];
	for (const [name, rest] of asked)
		await expect(ada.ask(name, { conversation: id, ...rest })).rejects.toThrow("not_found");
	expect(await tables(roomOf(id))).toBe(0);
});

test("[INBOX8] nor does an inbox that nobody has been at, nor a conversation with whom one blocks", async () => {
	const [user, nobody, group] = [newUser("ada"), newUser("nobody"), newUser("group")];
	const ada = await openPage(user, { groups: [group] });
	await expect(ada.ask("open", { user: nobody })).rejects.toThrow("forbidden");
	await expect(ada.ask("create", { name: "Tea", users: [nobody] })).rejects.toThrow("forbidden");
	await ada.ask("block", { user: nobody, on: true });
	const path = `/v1/chat/users/${nobody}/conversations`;
	expect((await askJson(path, undefined, { Authorization: basic() })).body).toEqual({ conversations: [], more: false });
	expect(await tables(inboxOf(nobody))).toBe(0);
	expect(await tables(roomOf(await directId(user, nobody)))).toBe(0);
	expect(await tables(inboxOf(user))).toBeGreaterThan(0);
	await openPage(nobody, { groups: [group] });
	await ada.ask("block", { user: nobody, on: false });
	const { conversation } = await ada.ask("open", { user: nobody });
	await ada.ask("post", { conversation: conversation.id, id: "m", text: "hello" });
	expect(await tables(roomOf(conversation.id))).toBeGreaterThan(0);
});
