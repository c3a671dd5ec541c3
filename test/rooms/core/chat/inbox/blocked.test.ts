import { describe, expect, test } from "vitest";
import type { News } from "../../../../../src/door/chat/news.ts";
import { eventsOf, messageNews, refuse, said, talk, TestInbox } from "../../../../support/inbox.ts";

describe("who is blocked", () => {
	test("[INBOX9] blocking is told to the direct conversation and the groups, and keeps what it can away", async () => {
		const world = new TestInbox();
		const page = world.open();
		const group = talk("g.1", { kind: "group" });
		await world.inbox.take({ kind: "conversation", about: group });
		world.answers["block"] = refuse("not_found");
		expect(await world.ask("block", { user: "bob", on: true })).toEqual({ users: ["bob"] });
		const block = [{ by: "ada", user: "bob" }];
		expect(world.calls("block")).toEqual([
			["d.ada+bob", block, true],
			["g.1", block, true],
		]);
		await world.inbox.take(messageNews(1, {}, group));
		await world.inbox.take({ kind: "typing", conversation: "g.1", user: { id: "bob" } });
		expect(eventsOf(world, page).map(([name]) => name)).toEqual(["chat.conversation", "chat.blocked"]);
		expect(page.of("signal")).toEqual([]);
		world.answers["history"] = () => ({
			messages: [said(1), said(2, { from: { id: "eve" } })],
			more: false,
			marks: [],
		});
		expect((await world.ask("history", { conversation: "g.1" })).messages.map(({ seq }) => seq)).toEqual([2]);
		await world.inbox.take({ kind: "conversation", about: talk("g.2", { kind: "group" }) });
		expect(world.calls("block").at(-1)).toEqual(["g.2", block, true]);
		expect(await world.ask("block", { user: "bob", on: false })).toEqual({ users: [] });
	});

	test("[INBOX9] what a blocked user said in a direct conversation before stays there", async () => {
		const world = new TestInbox();
		await world.inbox.take(messageNews(1));
		await world.ask("block", { user: "bob", on: true });
		world.answers["history"] = () => ({ messages: [said(1), said(2)], more: false, marks: [] });
		const { messages } = await world.ask("history", { conversation: "d.ada+bob" });
		expect(messages.map(({ from }) => from?.id)).toEqual(["bob", "bob"]);
	});

	test("[INBOX9] a group learns of all whom its new member blocks: they may be there unseen, or come later", async () => {
		const world = new TestInbox();
		for (const user of ["bob", "eve"]) await world.ask("block", { user, on: true });
		await world.inbox.take({ kind: "conversation", about: talk("g.1", { kind: "group", members: [], size: 90 }) });
		const blocks = ["bob", "eve"].map((user) => ({ by: "ada", user }));
		expect(world.calls("block").at(-1)).toEqual(["g.1", blocks, true]);
		await world.inbox.take(messageNews(1));
		expect(world.calls("block").at(-1)).toEqual(["d.ada+bob", blocks.slice(0, 1), true]);
	});

	test("[INBOX9] who is blocked no longer is heard in all groups, however many conversations came since", async () => {
		const world = new TestInbox();
		await world.inbox.take({ kind: "conversation", about: talk("g.1", { kind: "group", at: 1 }) });
		for (let index = 0; index < 120; index++) await world.inbox.take(messageNews(1, {}, talk(`d.${index}`)));
		await world.ask("block", { user: "bob", on: true });
		await world.ask("block", { user: "bob", on: false });
		expect(world.calls("block").map(([id, , on]) => [id, on])).toContainEqual(["g.1", false]);
	});

	test("[INBOX9] of who is blocked in a group no edit is told, and a deletion where the text was heard before", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1, { text: "secret" }, talk("g.1", { kind: "group" })));
		await world.ask("block", { user: "bob", on: true });
		eventsOf(world, page);
		page.clear();
		let upTo = 2;
		const change = (seq: number, more: object): News => ({
			kind: "changed",
			conversation: "g.1",
			message: said(seq, more),
			upTo: ++upTo,
		});
		await world.inbox.take(change(1, { text: "nastier", edited: 5 }));
		await world.inbox.take(change(2, { text: "", deleted: true }));
		expect(eventsOf(world, page)).toEqual([]);
		await world.inbox.take(change(1, { text: "", deleted: true }));
		expect(eventsOf(world, page).map(([name]) => name)).toContain("chat.changed");
		expect(JSON.stringify([await world.ask("list"), world.room.log.read(0, 99, 1e9)])).not.toMatch(/secret|nastier/);
	});

	test("[INBOX9] nobody takes into a group whom they block, or who blocks them", async () => {
		const world = new TestInbox();
		world.meet = (user) => ({ person: { id: user }, blocks: user === "eve" });
		world.answers["begin"] = () => talk("g.new", { kind: "group" });
		await expect(world.ask("create", { name: "Tea", users: ["bob", "eve"] })).rejects.toThrow("together");
		await world.ask("block", { user: "joe", on: true });
		await expect(world.ask("members", { conversation: "g.1", add: ["joe"] })).rejects.toThrow("block");
		expect(world.calls("begin")).toEqual([]);
		await world.ask("create", { name: "Tea", users: ["bob", "bob", "ada"] });
		const members = [{ id: "ada", name: "ADA" }, { id: "bob" }];
		expect(world.calls("begin")).toMatchObject([["g.new", {}, { kind: "group", name: "Tea", members }]]);
	});

	test("[INBOX18] what somebody who is blocked said in a group counts no more, and in a direct conversation it does", async () => {
		const world = new TestInbox();
		const page = world.open();
		const group = talk("g.1", { kind: "group" });
		await world.inbox.take(messageNews(1, {}, group));
		await world.inbox.take(messageNews(2, { from: { id: "eve" } }, group));
		await world.inbox.take(messageNews(3, {}, group));
		await world.inbox.take(messageNews(1));
		await world.ask("block", { user: "bob", on: true });
		expect(eventsOf(world, page).at(-1)).toMatchObject([
			"chat.conversation",
			{ conversation: { id: "g.1", unread: 1 } },
		]);
		expect(await world.ask("list")).toMatchObject({ unread: 2 });
		const message = said(3, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "g.1", message, upTo: 4 });
		expect(await world.ask("list")).toMatchObject({ unread: 2 });
	});

	test("[INBOX17] a message of who is blocked that still counts is out of the count when it is deleted", async () => {
		const world = new TestInbox();
		await world.inbox.take(messageNews(1, {}, talk("g.1", { kind: "group" })));
		await world.inbox.take(messageNews(2, { from: { id: "eve" } }, talk("g.1", { kind: "group" })));
		// The log keeps little: whose message it was is not known any more.
		world.rest.log.trim(world.rest.log.head);
		await world.ask("block", { user: "bob", on: true });
		expect(await world.ask("list")).toMatchObject({ unread: 2 });
		const message = said(1, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "g.1", message, upTo: 3 });
		expect(await world.ask("list")).toMatchObject({ unread: 1 });
	});
});
