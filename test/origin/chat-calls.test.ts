import { describe, expect, test } from "vitest";
import { fakeOrigin, fault, type Reply } from "./fake.ts";

const CONVERSATION = {
	id: "g.tea/é",
	kind: "group",
	name: "Tea",
	members: [{ id: "ada" }],
	size: 1,
	at: 5,
	unread: 0,
	muted: false,
	closed: false,
} as const;
const MESSAGE = { seq: 1, at: 5, text: "Hello" };
const MARK = { user: "ada", delivered: 1, read: 0 };

const answer = (body: object): Reply => ({ status: 200, body });
const asked = ({ sent }: ReturnType<typeof fakeOrigin>) =>
	sent.map(({ method, url, body }) => [method, url.replace("https://p.example/v1/chat", ""), body]);

describe("what an origin does with conversations", () => {
	test("[INBOX14] introduces users, and opens conversations", async () => {
		const fake = fakeOrigin(() => answer({ conversation: CONVERSATION }));
		const { chat } = fake.origin;
		await chat.introduce([{ id: "ada", name: "Ada" }, { id: "bob" }]);
		expect(await chat.open({ kind: "direct", users: [{ id: "ada" }, { id: "bob" }] })).toEqual(CONVERSATION);
		await chat.open({ kind: "group", name: "Tea", users: [{ id: "ada" }], id: "tea/é" });
		expect(asked(fake)).toEqual([
			["POST", "/introduce", { users: [{ id: "ada", name: "Ada" }, { id: "bob" }] }],
			["POST", "/conversations", { kind: "direct", users: [{ id: "ada" }, { id: "bob" }] }],
			["POST", "/conversations", { kind: "group", name: "Tea", users: [{ id: "ada" }], id: "tea/é" }],
		]);
	});

	test("[INBOX14] changes members, posts, reads and closes", async () => {
		const page = { messages: [MESSAGE], more: true, marks: [MARK] };
		const bodies = [
			{ conversation: CONVERSATION },
			{ message: MESSAGE, delivered: [] },
			page,
			{ conversation: CONVERSATION },
		];
		const fake = fakeOrigin((_, index) => answer(bodies[index] ?? {}));
		const { chat } = fake.origin;
		expect(await chat.members("g.tea/é", { add: [{ id: "eve" }], remove: ["bob"] })).toEqual(CONVERSATION);
		expect(await chat.post("g.tea/é", { text: "Hello", from: { id: "ada" }, id: "m" })).toEqual(MESSAGE);
		expect(await chat.messages("g.tea/é", { before: 9, limit: 1 })).toEqual(page);
		expect(await chat.close("g.tea/é")).toEqual(CONVERSATION);
		const path = "/conversations/g.tea%2F%C3%A9";
		expect(asked(fake)).toEqual([
			["POST", `${path}/members`, { add: [{ id: "eve" }], remove: ["bob"] }],
			["POST", `${path}/messages`, { text: "Hello", from: { id: "ada" }, id: "m" }],
			["GET", `${path}/messages?before=9&limit=1`, null],
			["DELETE", path, null],
		]);
	});

	test("[INBOX14] renames a group, and deletes messages", async () => {
		const fake = fakeOrigin((_, index) => answer(index === 0 ? { conversation: CONVERSATION } : { message: MESSAGE }));
		expect(await fake.origin.chat.rename("g.tea/é", "Tea")).toEqual(CONVERSATION);
		expect(await fake.origin.chat.delete("g.tea/é", 7)).toEqual(MESSAGE);
		expect(asked(fake)).toEqual([
			["POST", "/conversations/g.tea%2F%C3%A9", { name: "Tea" }],
			["DELETE", "/conversations/g.tea%2F%C3%A9/messages/7", null],
		]);
	});

	test("[INBOX14] reads a conversation and a user's list", async () => {
		const list = { conversations: [CONVERSATION], more: false };
		const fake = fakeOrigin((_, index) => answer(index === 0 ? { conversation: CONVERSATION } : list));
		expect(await fake.origin.chat.get("g.tea/é")).toEqual(CONVERSATION);
		expect(await fake.origin.chat.list("a/b")).toEqual(list);
		expect(asked(fake)[1]).toEqual(["GET", "/users/a%2Fb/conversations", null]);
	});

	test("[INBOX14] what is tried again is done once: groups and messages have their ids from the beginning", async () => {
		const fake = fakeOrigin((_, index) => {
			if (index % 2 === 0) return fault(503, "overloaded");
			return answer(index === 1 ? { conversation: CONVERSATION } : { message: MESSAGE });
		});
		await fake.origin.chat.open({ kind: "group", name: "Tea", users: [] });
		await fake.origin.chat.post("g.1", { text: "Hello" });
		const ids = fake.sent.map(({ body }) => (body as { id: string }).id);
		expect(ids).toEqual(["id-1", "id-1", "id-2", "id-2"]);
		const refused = fakeOrigin(() => fault(409, "conflict"));
		await expect(refused.origin.chat.post("g.1", { text: "x" })).rejects.toMatchObject({ code: "conflict" });
		const odd = fakeOrigin(() => answer({ conversation: { id: 7 } }));
		await expect(odd.origin.chat.close("g.1")).rejects.toMatchObject({ code: "bad_answer" });
	});
});
