import { describe, expect, test } from "vitest";
import type { Json } from "../../src/protocol/json.ts";
import { basic, ticketOf } from "../support/tokens.ts";
import { newUser, openPage } from "./support/chat.ts";
import { type Answer, ask, askJson, faultCode } from "./support/worker.ts";

const AUTH = { Authorization: basic() };

function call(path: string, body?: Json, headers: Record<string, string> = AUTH): Promise<Answer> {
	return askJson(`/v1/chat${path}`, body, headers);
}

async function opened(body: { [field: string]: Json }): Promise<{ id: string; members: unknown[] }> {
	const answer = await call("/conversations", body);
	expect(answer.status).toBe(200);
	return answer.body["conversation"] as { id: string; members: unknown[] };
}

function pathOf(id: string, rest = ""): string {
	return `/conversations/${encodeURIComponent(id)}${rest}`;
}

describe("what origins do with conversations", () => {
	test("[INBOX14] only an origin may, with its key", async () => {
		expect(faultCode(await call("/introduce", { users: [] }, {}))).toBe("bad_credentials");
		const ticket = { Authorization: `Bearer ${await ticketOf("ada")}` };
		expect(faultCode(await call("/users/ada/conversations", undefined, ticket))).toBe("bad_credentials");
		expect(faultCode(await call("/introduce"))).toBe("bad_method");
		expect(faultCode(await call("/nothing"))).toBe("not_found");
	});

	test("[INBOX8][INBOX14][HTTP15] whom it introduces may talk, by the names that it gives", async () => {
		const [ada, bob] = [newUser("ada/ä"), newUser("bob")];
		const page = await openPage(ada);
		await expect(page.ask("open", { user: bob })).rejects.toThrow("forbidden");
		const users: Json[] = [{ id: ada }, { id: bob, name: "Bob", info: { age: 7 } }];
		expect((await call("/introduce", { users })).status).toBe(200);
		const { conversation } = await page.ask("open", { user: bob });
		expect(conversation.members).toContainEqual({ id: bob, name: "Bob", info: { age: 7 } });
		const slip = await call("/introduce", { users: [{ id: ada }, { id: bob, nmae: "Bob" }] });
		expect(JSON.stringify(slip.body)).toMatch(/nmae.*Did you mean .*name/);
		const bad: Json = { users: [{ id: ada }, { id: bob, info: "x".repeat(2_000) }] };
		expect(faultCode(await call("/introduce", bad))).toBe("bad_request");
	});

	test("[CONV30][INBOX14] it opens a group, posts as itself and as a member, reads, and closes it", async () => {
		const [ada, bob, eve] = [newUser("ada"), newUser("bob"), newUser("eve")];
		const page = await openPage(ada);
		const users: Json[] = [{ id: ada, name: "Ada" }, { id: bob }];
		const { id } = await opened({ kind: "group", users, name: "Tea", id: newUser("tea/ä") });
		expect(await page.hear("chat.conversation")).toMatchObject([{ conversation: { id, name: "Tea", size: 2 } }]);
		expect((await call(pathOf(id))).body).toMatchObject({ conversation: { id, size: 2 } });
		await call(pathOf(id, "/messages"), { text: "Welcome" });
		await call(pathOf(id, "/messages"), { text: "Hello", from: { id: bob } });
		expect(await page.hear("chat.message", 2)).toMatchObject([
			{ message: { text: "Welcome" }, unread: 1 },
			{ message: { text: "Hello", from: { id: bob } }, unread: 2 },
		]);
		const read = await call(pathOf(id, "/messages?limit=1"));
		expect(read.body).toMatchObject({ messages: [{ text: "Hello" }], more: true });
		expect((await call(pathOf(id), { name: "Coffee" })).body).toMatchObject({ conversation: { name: "Coffee" } });
		expect(faultCode(await call(pathOf(id), { name: "" }))).toBe("bad_request");
		expect(faultCode(await call(pathOf(id), { name: "\u200b" }))).toBe("bad_request");
		expect(faultCode(await call(pathOf(id, "/messages"), { text: "\u2800" }))).toBe("bad_request");
		const change = await call(pathOf(id, "/members"), { add: [{ id: eve }], remove: [bob] });
		expect(change.body).toMatchObject({ conversation: { size: 2 } });
		const list = await call(`/users/${encodeURIComponent(ada)}/conversations`);
		expect(list.body).toMatchObject({ conversations: [{ id, unread: 2, last: { text: "Hello" } }], more: false });
		const closed = await ask(`/v1/chat${pathOf(id)}`, { method: "DELETE", headers: AUTH });
		expect(await closed.json()).toMatchObject({ conversation: { closed: true } });
		expect(faultCode(await call(pathOf(id, "/messages"), { text: "Too late" }))).toBe("conflict");
		await expect(page.ask("post", { conversation: id, id: "m", text: "x" })).rejects.toThrow("conflict");
	});

	test("[CONV6][INBOX14] it deletes a message of a user, also where it was closed", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const page = await openPage(ada);
		const { id } = await opened({ kind: "direct", users: [{ id: ada }, { id: bob }] });
		await page.ask("post", { conversation: id, id: "m", text: "secret" });
		const remove = (seq: string, headers = AUTH) =>
			ask(`/v1/chat${pathOf(id, `/messages/${seq}`)}`, { method: "DELETE", headers });
		await ask(`/v1/chat${pathOf(id)}`, { method: "DELETE", headers: AUTH });
		expect((await remove("1", { Authorization: `Bearer ${await ticketOf(ada)}` })).status).toBe(401);
		expect((await remove("0")).status).toBe(400);
		expect((await remove("9")).status).toBe(404);
		expect(await (await remove("1")).json()).toMatchObject({ message: { seq: 1, text: "", deleted: true } });
		expect((await remove("1")).status).toBe(200);
		expect(await page.hear("chat.changed")).toMatchObject([{ conversation: id, message: { deleted: true } }]);
		expect(JSON.stringify((await call(pathOf(id, "/messages"))).body)).not.toContain("secret");
	});

	test("[INBOX14] a direct conversation has two users, and one id whichever way it is opened", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const { id } = await opened({ kind: "direct", users: [{ id: ada }, { id: bob }] });
		const page = await openPage(bob);
		expect(await page.ask("open", { user: ada })).toMatchObject({ conversation: { id } });
		expect(faultCode(await call("/conversations", { kind: "direct", users: [{ id: ada }] }))).toBe("bad_request");
		expect(faultCode(await call("/conversations/x"))).toBe("not_found");
	});

	test("[INBOX9] a block from before holds in a conversation that the origin opens", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const [page, his] = [await openPage(ada), await openPage(bob)];
		expect(await page.ask("block", { user: bob, on: true })).toEqual({ users: [bob] });
		expect(await page.hear("chat.blocked")).toEqual([{ users: [bob] }]);
		const { id } = await opened({ kind: "direct", users: [{ id: ada }, { id: bob }] });
		await page.hear("chat.conversation");
		await page.ask("history", { conversation: id });
		await expect(his.ask("post", { conversation: id, id: "m", text: "x" })).rejects.toThrow("forbidden");
	});
});
