import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { ConversationCalls } from "../../src/door/chat/conversation-calls.ts";
import { conversationChannel, directId, newGroupId } from "../../src/door/chat/names.ts";
import type { News } from "../../src/door/chat/news.ts";
import { roomName } from "../../src/door/room-name.ts";
import { png } from "../support/sample-files.ts";
import { ticketOf } from "../support/tokens.ts";
import { ask } from "./support/worker.ts";

const { CONVERSATION } = env as unknown as { readonly CONVERSATION: DurableObjectNamespace };

function stubOf(id: string): DurableObjectStub {
	const channel = conversationChannel(id);
	if (channel === undefined) throw new Error(id);
	return CONVERSATION.getByName(roomName({ app: "test", channel }));
}

function conversationOf(id: string): ConversationCalls {
	return stubOf(id) as unknown as ConversationCalls;
}

const ada = { kind: "member", person: { id: "ada", name: "Ada" } } as const;
const bob = { kind: "member", person: { id: "bob", name: "Bob" } } as const;

interface Bindings {
	INBOX: unknown;
}

/** Puts inboxes of the test's own in the place of those that a conversation's object has bound. */
function withInboxes(id: string, take: (user: string, news: News) => Promise<{ delivered: boolean }>): Promise<void> {
	return runInDurableObject(stubOf(id), (object) => {
		const { env: bound } = object as unknown as { readonly env: Bindings };
		bound.INBOX = {
			getByName: (name: string) => ({ take: (news: News) => take(name.slice("test/".length), news) }),
		};
	});
}

describe("a conversation's object", () => {
	test("[CONV1] is begun, written to and read", async () => {
		const id = await directId("ada", "bob");
		const room = conversationOf(id);
		expect(await room.about(ada)).toMatchObject({ fault: { code: "not_found" } });
		const begun = await room.begin(ada, { kind: "direct", members: [ada.person, bob.person] });
		expect(begun).toMatchObject({ ok: { id, kind: "direct", size: 2, members: [ada.person, bob.person] } });
		const posted = await room.post(ada, { id: "m1", text: "Hello\nBob" });
		expect(posted).toMatchObject({ ok: { message: { seq: 1, text: "Hello\nBob", from: ada.person, id: "m1" } } });
		expect(await room.history(bob, {})).toMatchObject({
			ok: { messages: [{ seq: 1, text: "Hello\nBob" }], more: false },
		});
		const eve = { kind: "member", person: { id: "eve" } } as const;
		expect(await room.history(eve, {})).toMatchObject({ fault: { code: "forbidden" } });
		expect(await conversationOf(newGroupId()).about(ada)).toMatchObject({ fault: { code: "not_found" } });
	});

	test("[CONV2] answers every call", async () => {
		const room = conversationOf(newGroupId());
		await room.begin(ada, { kind: "group", name: "Chess", members: [bob.person] });
		await room.post(ada, { id: "m1", text: "helo" });
		expect(await room.edit(ada, { seq: 1, text: "hello" })).toMatchObject({
			ok: { message: { text: "hello" }, upTo: 2 },
		});
		const reaction = { seq: 1, emoji: "👍", on: true };
		expect(await room.react(bob, reaction)).toMatchObject({
			ok: { message: { reactions: [{ emoji: "👍", users: ["bob"] }] }, upTo: 3 },
		});
		expect(await room.mark("bob", { read: 1 })).toEqual({ ok: { user: "bob", delivered: 1, read: 1 } });
		expect(await room.typing(bob)).toEqual({ ok: null });
		expect(await room.rename(bob, "Go")).toMatchObject({ ok: { name: "Go" } });
		expect(await room.members(ada, { add: [{ id: "eve" }] })).toMatchObject({ ok: { size: 3 } });
		expect(await room.block([{ by: "eve", user: "bob" }], true)).toEqual({ ok: null });
		expect(await room.report(bob, { seq: 1, reason: "" })).toMatchObject({ fault: { code: "not_supported" } });
		expect(await room.delete(ada, { seq: 1 })).toMatchObject({ ok: { message: { deleted: true }, upTo: 4 } });
		expect(await room.leave("eve")).toEqual({ ok: null });
		expect(await room.close()).toMatchObject({ ok: { closed: true, size: 2 } });
		expect(await room.post(ada, { id: "m2", text: "x" })).toMatchObject({ fault: { code: "conflict" } });
	});

	test("[CONV11] forgets a group that nobody is left in, and can begin again", async () => {
		const room = conversationOf("g.again");
		await room.begin(ada, { kind: "group", members: [] });
		await room.post(ada, { id: "m1", text: "hello" });
		expect(await room.leave("ada")).toEqual({ ok: null });
		expect(await room.about(ada)).toMatchObject({ fault: { code: "not_found" } });
		expect(await room.begin(bob, { kind: "group", members: [] })).toMatchObject({ ok: { size: 1 } });
		expect(await room.post(bob, { id: "m1", text: "anew" })).toMatchObject({ ok: { message: { seq: 1 } } });
	});

	test("[CONV15] an inbox that fails gets the message from its alarm, and the post does not fail", async () => {
		const id = newGroupId();
		const room = conversationOf(id);
		const told: string[] = [];
		let tries = 0;
		await withInboxes(id, async (user, news) => {
			if (user === "bob" && news.kind === "message" && tries++ === 0) throw new Error("the inbox is out of reach");
			if (news.kind !== "conversation") told.push(`${user} ${news.kind}`);
			return { delivered: true };
		});
		await room.begin(ada, { kind: "group", members: [bob.person, { id: "eve" }] });
		await expect.poll(() => rowsOf(id, "owed")).toBe(0);
		expect(await room.post(ada, { id: "m1", text: "hello" })).toMatchObject({ ok: { delivered: ["eve"] } });
		expect(told).toEqual(["eve message"]);
		await expect
			.poll(() => told, { timeout: 40_000, interval: 100 })
			.toEqual(["eve message", "bob message", "ada mark"]);
		expect(await room.history(ada, {})).toMatchObject({
			ok: { marks: [{ delivered: 0 }, { user: "bob", delivered: 1 }, { user: "eve", delivered: 1 }] },
		});
		expect(await rowsOf(id, "owed")).toBe(0);
	});

	test("[CONV16] a message writes three rows, however many it is told to", async () => {
		const id = newGroupId();
		const room = conversationOf(id);
		const members = Array.from({ length: 30 }, (_, n) => ({ id: `user ${n}` }));
		await room.begin({ kind: "origin" }, { kind: "group", members: [ada.person, ...members] });
		await expect.poll(() => rowsOf(id, "owed")).toBe(0);
		await withInboxes(id, async () => ({ delivered: true }));
		await room.post(ada, { id: "m0", text: "the first sets the alarm for retention" });
		const before = await written(id, () => Promise.resolve());
		expect(before).toBe(0);
		expect(await written(id, () => room.post(ada, { id: "m1", text: "hello" }))).toBe(3);
		expect(await written(id, () => room.react(ada, { seq: 1, emoji: "👍", on: true }))).toBe(3);
		expect(await written(id, () => room.history(ada, {}))).toBe(0);
		expect(await written(id, () => room.mark("user 1", { read: 2 }))).toBe(1);
	});

	test("[CONV18][CONV16] tells all its members by pages, and a message in it still writes three rows", async () => {
		const id = newGroupId();
		const room = conversationOf(id);
		const members = Array.from({ length: 199 }, (_, index) => ({ id: `m${index}`, name: `Name ${index}` }));
		await withInboxes(id, async () => ({ delivered: true }));
		await room.begin({ kind: "origin" }, { kind: "group", name: "All", members: [ada.person, ...members] });
		await expect.poll(() => rowsOf(id, "owed")).toBe(0);
		await room.post(ada, { id: "m0", text: "the first sets the alarm for retention" });
		expect(await written(id, () => room.post(ada, { id: "m1", text: "hello" }))).toBe(3);
		const found = new Set<string>();
		for (let after: string | undefined, pages = 0; pages < 4; pages++) {
			const page = await room.people(ada, { ...(after !== undefined && { after }) });
			if ("fault" in page) throw new Error(page.fault.code);
			expect(page.ok).toMatchObject({ found: 200, mayRemove: false, about: { size: 200 } });
			for (const one of page.ok.people) found.add(one.id);
			after = page.ok.next;
		}
		expect(found.size).toBe(200);
		expect(await room.people(ada, { query: "NAME 17", limit: 5 })).toMatchObject({
			ok: { found: 11, people: [{}, {}, {}, {}, {}] },
		});
		expect(await room.people(ada, { users: ["m150", "x"] })).toMatchObject({ ok: { people: [{ name: "Name 150" }] } });
		expect(await written(id, () => room.people(ada, { query: "NAME" }))).toBe(0);
		const eve = { kind: "member", person: { id: "eve" } } as const;
		expect(await room.people(eve, {})).toMatchObject({ fault: { code: "forbidden" } });
	});

	test("[CONV16] a message asks for no alarm but that of retention", async () => {
		const id = await directId("cy", "dan");
		const cy = { kind: "member", person: { id: "cy" } } as const;
		await conversationOf(id).begin(cy, { kind: "direct", members: [{ id: "dan" }] });
		await conversationOf(id).post(cy, { id: "m1", text: "hello" });
		const alarm = await runInDurableObject(stubOf(id), (_, { storage }) => storage.getAlarm());
		expect((alarm ?? Number.POSITIVE_INFINITY) - Date.now()).toBeGreaterThan(365 * 86_400_000);
	});

	test("[CONV3][CONV6] attaches a file that its author uploaded, and deletes it with the message", async () => {
		const room = conversationOf(newGroupId());
		await room.begin(ada, { kind: "group", members: [bob.person] });
		const upload = await ask("/v1/files?name=a.png", {
			method: "POST",
			body: png(1, 1),
			headers: { Authorization: `Bearer ${await ticketOf("ada")}` },
		});
		const { file } = await upload.json<{ file: { id: string; url: string } }>();
		const files = [file.id];
		expect(await room.post(bob, { id: "m1", text: "", files })).toMatchObject({ fault: { code: "not_found" } });
		expect(await room.post(ada, { id: "m1", text: "", files })).toMatchObject({ ok: { message: { files: [file] } } });
		expect((await ask(file.url)).status).toBe(200);
		await room.delete(ada, { seq: 1 });
		await expect.poll(async () => (await ask(file.url)).status).toBe(404);
	});
});

function rowsOf(id: string, table: string): Promise<number> {
	return runInDurableObject(
		stubOf(id),
		(_, { storage }) => storage.sql.exec(`SELECT * FROM ${table}`).toArray().length,
	);
}

/** How many rows the database says were written while `run` ran, and until inboxes have been told. */
async function written(id: string, run: () => Promise<unknown>): Promise<number> {
	const total = () =>
		runInDurableObject(stubOf(id), (_, { storage }) => {
			const [row] = storage.sql.exec<{ changes: number }>(`SELECT total_changes() AS changes`);
			return row?.changes ?? 0;
		});
	const before = await total();
	await run();
	return (await total()) - before;
}
