import { describe, expect, it } from "vitest";
import type { Person } from "../../../src/client/chat/types.ts";
import { settle } from "../support/clock.ts";
import { ada, bob, cyd, device } from "./device.ts";
import { Refusal } from "./fake-answers.ts";
import { FakeInbox } from "./fake-inbox.ts";

const pad = (number: number) => String(number).padStart(3, "0");

/** So many people, the user among them. */
function crowd(count: number): Person[] {
	const others = Array.from({ length: count - 1 }, (_, index) => ({
		id: `u${pad(index)}`,
		name: `Name ${pad(index)}`,
	}));
	return [ada, ...others];
}

/** A group of 200, of which the summary lists 20. */
function large(): FakeInbox {
	const inbox = new FakeInbox(ada);
	inbox.has("g.1", { name: "All", members: crowd(200), size: 200 }, ["hello"], { id: "u150", name: "Name 150" });
	return inbox;
}

describe("the members of a group", () => {
	it("[CHAT17] come in pages, all of 200, and are found by a search", async () => {
		const { chat, clock } = await device(large());
		const list = chat.conversation("g.1").listMembers();
		await settle();
		expect(list.get()).toMatchObject({ count: 200, more: true, mayRemove: true, loading: false });
		expect(list.get().members).toHaveLength(50);
		await Promise.all([list.more(), list.more()]);
		expect(list.get().members).toHaveLength(100);
		while (list.get().more) await list.more();
		expect(new Set(list.get().members.map(({ id }) => id)).size).toBe(200);
		list.search("name 19");
		list.search("name 199");
		list.search("name 19");
		await clock.advance(1_000);
		expect(list.get().members.map(({ name }) => name)).toEqual(
			Array.from({ length: 9 }, (_, index) => `Name ${pad(190 + index)}`),
		);
		expect(list.get()).toMatchObject({ count: 9, more: false });
	});

	it("[CHAT17] are as they are now while the list is open: who came, who went, who is called otherwise", async () => {
		const inbox = large();
		const { chat } = await device(inbox);
		const open = chat.conversation("g.1");
		const list = open.listMembers();
		await settle();
		await list.more();
		const now = crowd(201).filter(({ id }) => id !== "u000");
		inbox.consistsOf(
			"g.1",
			now.map((one) => (one.id === "u001" ? { id: "u001", name: "Abe" } : one)),
		);
		await settle();
		expect(list.get().count).toBe(200);
		expect(list.get().members).toHaveLength(100);
		expect(list.get().members[0]).toEqual({ id: "u001", name: "Abe" });
		const asked = inbox.count("members");
		list.close();
		open.close();
		inbox.consistsOf("g.1", now);
		await settle();
		expect(inbox.count("members")).toBe(asked);
	});

	it("[CHAT17] a page that is overtaken by a change or a search is dropped, and a refusal says so", async () => {
		const inbox = large();
		const { chat, clock } = await device(inbox);
		const list = chat.conversation("g.1").listMembers();
		await settle();
		inbox.holds.add("members");
		const more = list.more();
		await settle();
		list.search("name 0");
		inbox.release();
		await more;
		expect(list.get().members).toHaveLength(50);
		await clock.advance(1_000);
		expect(list.get()).toMatchObject({ count: 100, query: "name 0", loading: false });
		inbox.refuses.set("members", new Refusal("forbidden"));
		const other = chat.conversation("g.1").listMembers();
		await settle();
		expect(other.get()).toMatchObject({ failed: "forbidden", loading: false });
	});
});

describe("names in a large group", () => {
	it("[CHAT18] are there for marks and reactions of members that the summary does not list, asked for once", async () => {
		const inbox = large();
		const kept = inbox.kept("g.1");
		kept.messages = kept.messages.map((one) => ({ ...one, reactions: [{ emoji: "👍", users: ["u199", "gone"] }] }));
		inbox.consistsOf("g.1", crowd(201));
		const { chat } = await device(inbox);
		const open = chat.conversation("g.1");
		await settle();
		const nameOf = (id: string) => open.get().names.find((one) => one.id === id)?.name;
		expect(nameOf("u199")).toBe("Name 199");
		expect(nameOf("u100")).toBe("Name 100");
		expect(open.get().former).toEqual(["gone"]);
		const asked = inbox.count("members");
		expect(asked).toBeLessThanOrEqual(2);
		inbox.marks("g.1", { user: "u180", delivered: 1, read: 1 });
		inbox.says("g.1", { id: "u181", name: "Name 181" }, "hi");
		await settle();
		expect(inbox.count("members")).toBe(asked);
	});

	it("[CHAT18] are asked for when somebody new is mentioned, and again when they may have changed", async () => {
		const inbox = large();
		for (const user of inbox.kept("g.1").marks.keys()) inbox.kept("g.1").marks.delete(user);
		const { chat } = await device(inbox);
		const open = chat.conversation("g.1");
		await settle();
		expect(inbox.count("members")).toBe(0);
		inbox.consistsOf("g.1", crowd(201));
		inbox.changes("g.1", 1, { reactions: [{ emoji: "👍", users: ["u199"] }] });
		await settle();
		expect(inbox.requests.filter((one) => one.do === "members")).toMatchObject([{ users: ["u199"] }]);
		expect(open.get().names).toContainEqual({ id: "u199", name: "Name 199" });
		const renamed = crowd(201).map((one) => (one.id === "u199" ? { id: "u199", name: "Zoe" } : one));
		inbox.consistsOf("g.1", renamed);
		await settle();
		expect(open.get().names).toContainEqual({ id: "u199", name: "Zoe" });
		open.close();
		inbox.changes("g.1", 1, { reactions: [{ emoji: "👍", users: ["u198"] }] });
		await settle();
		expect(inbox.count("members")).toBe(2);
	});

	it("[CHAT18] of a group that is listed whole nothing is asked, and typists are named as they are now", async () => {
		const inbox = new FakeInbox(ada);
		inbox.has("g.1", { members: [ada, bob, cyd] }, ["hello"], bob);
		const { chat, clock } = await device(inbox);
		const open = chat.conversation("g.1");
		await settle();
		inbox.changes("g.1", 1, { reactions: [{ emoji: "👍", users: ["cyd", "eve"] }] });
		inbox.signal("chat.typing", { conversation: "g.1", user: cyd });
		await settle();
		inbox.signal("chat.typing", { conversation: "g.1", user: { ...cyd, name: "Cydney" } });
		await settle();
		expect(open.get()).toMatchObject({ former: ["eve"], typing: [{ name: "Cydney" }] });
		await clock.advance(10_000);
		expect(inbox.count("members")).toBe(0);
	});
});

describe("a user who is out of a group", () => {
	it("[CHAT19] is told so, keeps what was loaded and the name, and is in again when they are taken in", async () => {
		const inbox = new FakeInbox(ada);
		inbox.has("g.1", { name: "Tea", members: [ada, bob], unread: 2 }, ["hello"], bob);
		const { chat } = await device(inbox);
		const open = chat.conversation("g.1");
		await settle();
		inbox.signal("chat.typing", { conversation: "g.1", user: bob });
		inbox.removes("g.1");
		await settle();
		expect(open.get()).toMatchObject({
			out: true,
			typing: [],
			summary: { name: "Tea", unread: 0 },
			messages: [{ seq: 1 }],
		});
		expect(chat.inbox.get()).toMatchObject({ conversations: [], unread: 0 });
		inbox.has("g.1", { name: "Coffee", members: [ada, bob] }, ["hello", "meanwhile"], bob);
		inbox.becomes("g.1", {});
		await settle();
		expect(open.get()).toMatchObject({ out: false, summary: { name: "Coffee" }, messages: [{ seq: 1 }, { seq: 2 }] });
	});

	it("[CHAT19] learns of it after an absence, and where a conversation is opened that is not theirs", async () => {
		const inbox = new FakeInbox(ada);
		inbox.has("g.1", { name: "Tea", members: [ada, bob] }, ["hello"], bob);
		const { chat, clock } = await device(inbox);
		const open = chat.conversation("g.1");
		await settle();
		inbox.isQuiet = true;
		inbox.removes("g.1");
		inbox.drop();
		inbox.forget();
		await clock.advance(10_000);
		expect(open.get()).toMatchObject({ out: true, summary: { name: "Tea" } });
		inbox.refuses.set("history", new Refusal("forbidden"));
		const other = chat.conversation("g.2");
		await settle();
		expect(other.get()).toMatchObject({ out: true, failed: "forbidden" });
	});
});
