import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { inboxName } from "../../src/door/chat/names.ts";
import { basic, ticketOf } from "../support/tokens.ts";
import { ME, newUser, openPage } from "./support/chat.ts";
import { upgrade } from "./support/socket.ts";
import { askJson, faultCode } from "./support/worker.ts";

const inboxes = (env as unknown as { readonly INBOX: DurableObjectNamespace }).INBOX;

/** A user's object. */
function inboxOf(user: string): DurableObjectStub {
	return inboxes.getByName(inboxName("test", user));
}

/** Counts the rows that a storage's statements write from now on, as the platform counts them. */
function counting({ sql }: DurableObjectStorage): () => number {
	const cursors: { readonly rowsWritten: number }[] = [];
	const exec = sql.exec.bind(sql);
	sql.exec = ((query: string, ...bindings: SqlStorageValue[]) => {
		const cursor = exec(query, ...bindings);
		cursors.push(cursor);
		return cursor;
	}) as typeof sql.exec;
	return () => cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
}

const GROUPS = { groups: ["course:1"] };

describe("a user's own channel", () => {
	test("[INBOX1] me is the channel of the ticket's bearer, and nobody else has one", async () => {
		const ada = newUser("ada");
		const page = await openPage(ada, GROUPS);
		expect(page.socket.of("welcome")[0]).toMatchObject({ you: { id: ada, role: "member" }, resumed: "fresh" });
		expect(page.socket.of("welcome")[0]?.may).toEqual({ publish: false, signal: false, call: true, history: true });
		const guest = await upgrade(`${ME}/socket`);
		expect((await guest.take("fault"))[0]?.code).toBe("ticket_required");
		expect(faultCode(await askJson(`${ME}/poll`))).toBe("ticket_required");
		expect(faultCode(await askJson(`${ME}/poll`, undefined, { Authorization: basic() }))).toBe("ticket_required");
	});

	test("[INBOX2] a ticket for some channels is good for me where it lists it", async () => {
		const ada = newUser("ada");
		const poll = async (channels: string[]) =>
			askJson(`${ME}/poll`, undefined, { Authorization: `Bearer ${await ticketOf(ada, { channels })}` });
		expect(faultCode(await poll(["x"]))).toBe("forbidden");
		expect((await poll(["x", "me"])).status).toBe(200);
	});

	test("[INBOX3] one conversation: opened, written to, read; on all devices, and over HTTP", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const [page, other, his] = [await openPage(ada, GROUPS), await openPage(ada, GROUPS), await openPage(bob, GROUPS)];
		const { conversation } = await page.ask("open", { user: bob });
		expect(conversation).toMatchObject({ kind: "direct", unread: 0, muted: false, closed: false });
		expect(conversation.members.map(({ id }) => id).toSorted()).toEqual([ada, bob].toSorted());
		const { message, delivered } = await page.ask("post", {
			conversation: conversation.id,
			id: "m1",
			text: "Hello\nBob",
		});
		expect(delivered).toEqual([bob]);
		expect(message).toMatchObject({ text: "Hello\nBob", from: { id: ada }, id: "m1" });
		const told = { conversation: conversation.id, message: { seq: message.seq, text: "Hello\nBob" } };
		expect(await his.hear("chat.message")).toMatchObject([{ ...told, unread: 1 }]);
		expect(await page.hear("chat.message")).toMatchObject([{ ...told, unread: 0 }]);
		expect(await other.hear("chat.message")).toMatchObject([{ ...told, unread: 0 }]);
		expect(await his.ask("list")).toMatchObject({
			unread: 1,
			more: false,
			conversations: [{ unread: 1, last: message }],
		});
		expect(await his.ask("history", { conversation: conversation.id })).toMatchObject({
			messages: [{ text: "Hello\nBob" }],
		});
		expect(await his.ask("read", { conversation: conversation.id, seq: message.seq })).toEqual({ unread: 0 });
		const marks = await page.socket.until(({ frames }) => frames.filter((frame) => frame.type === "signal").at(-1));
		expect(marks).toMatchObject({ name: "chat.mark", data: { mark: { user: bob, read: message.seq } } });
		const asked = { component: "parlour.chat", data: { do: "list" } };
		const over = await askJson(`${ME}/call`, asked, { Authorization: `Bearer ${await ticketOf(bob, GROUPS)}` });
		expect(over.body).toMatchObject({ data: { unread: 0, conversations: [{ id: conversation.id }] } });
	});
});

describe("an inbox that sleeps", () => {
	test("[INBOX4] wakes for a message: pages get it, and a page that was away gets it by its cursor", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const [page, his] = [await openPage(ada, GROUPS), await openPage(bob, GROUPS)];
		const { conversation } = await page.ask("open", { user: bob });
		const { cursor } = his.socket.of("welcome")[0]!;
		await evictDurableObject(inboxOf(bob));
		await page.ask("post", { conversation: conversation.id, id: "1", text: "one" });
		expect(await his.hear("chat.message")).toMatchObject([{ message: { text: "one" }, unread: 1 }]);
		his.socket.close();
		await page.ask("post", { conversation: conversation.id, id: "2", text: "two" });
		const back = await openPage(bob, { ...GROUPS, since: cursor });
		expect(await back.hear("chat.message", 2)).toMatchObject([
			{ message: { text: "one" } },
			{ message: { text: "two" } },
		]);
		expect(back.socket.of("welcome")[0]).toMatchObject({ resumed: "complete" });
	});

	test("[INBOX2][INBOX12] a ticket's groups fit a socket's attachment, and are kept", async () => {
		const ada = newUser("ada");
		const groups = Array.from({ length: 20 }, (_, index) => `${"Ω".repeat(70)}${index}`);
		const page = await openPage(ada, { groups, info: "ж".repeat(500) });
		await evictDurableObject(inboxOf(ada));
		expect(await page.ask("people", { group: groups[19]! })).toMatchObject({ count: 0 });
		await expect(page.ask("people", { group: "other" })).rejects.toThrow("forbidden");
	});

	test("[INBOX15] a message writes two rows", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const page = await openPage(ada, GROUPS);
		await openPage(bob, GROUPS);
		const { conversation } = await page.ask("open", { user: bob });
		await page.ask("post", { conversation: conversation.id, id: "1", text: "one" });
		const written = await runInDurableObject(inboxOf(bob), (_, { storage }) => counting(storage));
		await page.ask("post", { conversation: conversation.id, id: "2", text: "two" });
		expect(written()).toBe(2);
	});
});

describe("the people online", () => {
	test("[INBOX12][INBOX13] those who share a group see each other come, change and go", async () => {
		const [ada, bob, groups] = [newUser("ada"), newUser("bob"), [newUser("course/")]];
		const page = await openPage(ada, { groups });
		expect(await page.ask("people", { watch: true })).toEqual({ count: 0, people: [], more: false });
		const his = await openPage(bob, { groups });
		const changes = (count: number) =>
			page.socket.until((socket) => {
				const told = socket.of("signal").map(({ data }) => data);
				return told.length >= count && told;
			});
		const him = { id: bob, name: bob.toUpperCase(), groups };
		expect(await changes(1)).toEqual([{ count: 1, joined: [{ ...him, status: "online" }] }]);
		his.socket.send({ type: "state", data: { status: "away" } });
		expect((await changes(2)).at(-1)).toEqual({ count: 1, joined: [{ ...him, status: "away" }] });
		expect(await page.ask("people", { query: bob.toUpperCase() })).toMatchObject({
			people: [{ id: bob, status: "away" }],
		});
	});

	test("[INBOX17] what was deleted unread is out of the count, on all devices and for who was away", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const page = await openPage(ada, GROUPS);
		const his = [await openPage(bob, GROUPS), await openPage(bob, GROUPS)];
		const { conversation } = await page.ask("open", { user: bob });
		const say = (id: string) => page.ask("post", { conversation: conversation.id, id, text: id });
		const seqs: number[] = [];
		for (const id of ["a", "b", "c"]) seqs.push((await say(id)).message.seq);
		for (const one of his) await one.hear("chat.message", 3);
		await page.ask("delete", { conversation: conversation.id, seq: seqs[1] ?? 0 });
		for (const one of his) expect(await one.hear("chat.changed")).toMatchObject([{ unread: 2 }]);
		for (const one of his) one.socket.close();
		await Promise.all(his.map(({ socket }) => socket.closed));
		await page.ask("delete", { conversation: conversation.id, seq: seqs[2] ?? 0 });
		const late = await openPage(bob, GROUPS);
		await expect.poll(async () => (await late.ask("list")).unread).toBe(1);
		const { id } = conversation;
		expect(await late.ask("read", { conversation: id, seq: seqs[0] ?? 0 })).toEqual({ unread: 0 });
		await page.ask("delete", { conversation: id, seq: seqs[0] ?? 0 });
		expect((await late.hear("chat.changed")).at(-1)).toMatchObject({ unread: 0 });
		expect((await late.ask("list")).unread).toBe(0);
	});
});
