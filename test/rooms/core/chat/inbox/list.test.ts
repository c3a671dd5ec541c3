import { describe, expect, test } from "vitest";
import { turn } from "../../../../support/host.ts";
import { eventsOf, messageNews, refuse, talk, TestInbox } from "../../../../support/inbox.ts";

describe("the list", () => {
	test("[INBOX5] the latest first, in pages by time, with all that is unread", async () => {
		const world = new TestInbox();
		for (let seq = 1; seq <= 5; seq++) await world.inbox.take(messageNews(1, { at: seq * 10 }, talk(`d.${seq}`)));
		await world.inbox.take(messageNews(2, { at: 15 }, talk("d.1")));
		const first = await world.ask("list", { limit: 2 });
		expect(first.conversations.map(({ id }) => id)).toEqual(["d.5", "d.4"]);
		expect(first).toMatchObject({ more: true, unread: 6, blocked: [] });
		const rest = await world.ask("list", { before: first.conversations.at(-1)?.at ?? 0 });
		expect(rest.conversations.map(({ id, unread }) => [id, unread])).toEqual([
			["d.3", 1],
			["d.2", 1],
			["d.1", 2],
		]);
		expect(rest.more).toBe(false);
	});

	test("[INBOX5] conversations of the same time are in the same page", async () => {
		const world = new TestInbox();
		for (const id of ["d.1", "d.2", "d.3"]) await world.inbox.take(messageNews(1, { at: 10 }, talk(id)));
		expect((await world.ask("list", { limit: 1 })).conversations).toHaveLength(3);
	});

	test("[INBOX5] messages of others count, the user's own do not, and one that comes again does nothing", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1));
		await world.inbox.take(messageNews(2, { from: { id: "ada" } }));
		await world.inbox.take(messageNews(2, { from: { id: "ada" } }));
		await world.inbox.take(messageNews(1));
		expect(eventsOf(world, page).map(([name]) => name)).toEqual(["chat.conversation", "chat.message", "chat.message"]);
		expect(eventsOf(world, page).at(-1)?.[1]).toMatchObject({
			conversation: "d.ada+bob",
			message: { seq: 2 },
			unread: 1,
		});
		expect((await world.ask("list")).conversations).toMatchObject([{ unread: 1, last: { seq: 2 }, at: 1_002 }]);
	});

	test("[INBOX5] a message that was overtaken on its way is told and counted, and stays behind the later one", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1));
		for (const seq of [4, 3, 3, 2, 4]) await world.inbox.take(messageNews(seq));
		const told = eventsOf(world, page).filter(([name]) => name === "chat.message");
		expect(told.map(([, data]) => (data as { message: { seq: number } }).message.seq)).toEqual([1, 4, 3, 2]);
		expect((await world.ask("list")).conversations).toMatchObject([{ unread: 4, last: { seq: 4 }, at: 1_004 }]);
		await world.ask("read", { conversation: "d.ada+bob", seq: 3 });
		expect((await world.ask("list")).unread).toBe(1);
	});

	test("[INBOX4] a message whose event was lost in a crash is told when it comes again", async () => {
		const world = new TestInbox();
		await world.inbox.take(messageNews(1));
		world.host.hold();
		void world.inbox.take(messageNews(2));
		void world.inbox.take(messageNews(3));
		const { head } = world.room.log;
		world.wake();
		// What was on its way to the disk never got there.
		world.host.hold().release();
		const page = world.open();
		await world.inbox.take(messageNews(2));
		await world.inbox.take(messageNews(3));
		await world.inbox.take(messageNews(3));
		expect(world.room.log.head).toBe(head + 1);
		expect(eventsOf(world, page)).toMatchObject([["chat.message", { message: { seq: 3 }, unread: 3 }]]);
	});

	test("[INBOX5] a muted conversation counts for itself alone", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1));
		const { conversation } = await world.ask("mute", { conversation: "d.ada+bob", on: true });
		expect(conversation).toMatchObject({ muted: true, unread: 1 });
		expect(eventsOf(world, page).at(-1)).toMatchObject(["chat.conversation", { conversation: { muted: true } }]);
		expect(await world.ask("list")).toMatchObject({ unread: 0, conversations: [{ unread: 1 }] });
		await expect(world.ask("mute", { conversation: "d.x", on: true })).rejects.toThrow("not in the list");
	});

	test("[INBOX6] what is read on one device is read on all, never backwards, and the room is told", async () => {
		const world = new TestInbox();
		const [one, other] = [world.open(), world.open()];
		for (const seq of [1, 2, 3]) await world.inbox.take(messageNews(seq));
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 2 })).toEqual({ unread: 1 });
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 1 })).toEqual({ unread: 1 });
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 99 })).toEqual({ unread: 0 });
		for (const page of [one, other])
			expect(eventsOf(world, page).filter(([name]) => name === "chat.read")).toEqual([
				["chat.read", { conversation: "d.ada+bob", seq: 2, unread: 1 }],
				["chat.read", { conversation: "d.ada+bob", seq: 3, unread: 0 }],
			]);
		expect(world.calls("mark").map(([, user, mark]) => [user, mark])).toEqual([
			["ada", { read: 2 }],
			["ada", { read: 1 }],
			["ada", { read: 3 }],
		]);
	});

	test("[INBOX6] of very many unread messages the number stays right", async () => {
		const world = new TestInbox();
		for (let seq = 1; seq <= 250; seq++) await world.inbox.take(messageNews(seq));
		expect(await world.ask("list")).toMatchObject({ unread: 250 });
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 240 })).toEqual({ unread: 10 });
	});

	test("[INBOX5] a conversation that was left or closed to the user is no longer there", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1));
		await world.ask("leave", { conversation: "d.ada+bob" });
		expect(world.calls("leave")).toEqual([["d.ada+bob", "ada"]]);
		await world.inbox.take({ kind: "removed", conversation: "d.ada+bob" });
		expect(eventsOf(world, page).filter(([name]) => name === "chat.removed")).toHaveLength(1);
		expect((await world.ask("list")).conversations).toEqual([]);
	});

	test("[INBOX5] leaving what the room does not know the user in any more takes it out of the list", async () => {
		const world = new TestInbox();
		await world.inbox.take(messageNews(1));
		await world.inbox.take(messageNews(1, {}, talk("g.1", { kind: "group" })));
		await world.inbox.take(messageNews(1, {}, talk("g.2", { kind: "group" })));
		for (const [conversation, code] of [
			["g.1", "forbidden"],
			["g.2", "not_found"],
		] as const) {
			world.answers["leave"] = refuse(code);
			await world.ask("leave", { conversation });
		}
		world.answers["leave"] = refuse("forbidden");
		const forbidden = { fault: { code: "forbidden" } };
		await expect(world.ask("leave", { conversation: "d.ada+bob" })).rejects.toMatchObject(forbidden);
		await expect(world.ask("leave", { conversation: "g.9" })).rejects.toMatchObject(forbidden);
		expect((await world.ask("list")).conversations.map(({ id }) => id)).toEqual(["d.ada+bob"]);
	});

	test("[INBOX5] who removes themselves from a group has it in the list no more", async () => {
		const world = new TestInbox();
		const group = talk("g.1", { kind: "group" });
		await world.inbox.take({ kind: "conversation", about: group });
		world.answers["members"] = () => group;
		await world.ask("members", { conversation: "g.1", remove: ["ada"] });
		expect((await world.ask("list")).conversations).toEqual([]);
	});

	test("[INBOX5] marks and typing are signals, to the pages that are there", async () => {
		const world = new TestInbox();
		const mark = { user: "bob", delivered: 2, read: 1 };
		await world.inbox.take({ kind: "mark", conversation: "d.ada+bob", mark });
		const page = world.open();
		await world.inbox.take({ kind: "mark", conversation: "d.ada+bob", mark });
		world.host.advance(1_000);
		await world.inbox.take({ kind: "typing", conversation: "d.ada+bob", user: { id: "bob" } });
		expect(page.of("signal").map(({ name, data }) => [name, data])).toEqual([
			["chat.mark", { conversation: "d.ada+bob", mark }],
			["chat.typing", { conversation: "d.ada+bob", user: { id: "bob" } }],
		]);
		expect(world.room.log.head).toBe(0);
	});

	test("[INBOX10] what reached no device is delivered with the next page, and authors learn of it", async () => {
		const world = new TestInbox();
		expect(await world.inbox.take(messageNews(1))).toEqual({ delivered: false });
		world.answers["mark"] = refuse("conflict");
		world.open().leave();
		await turn();
		delete world.answers["mark"];
		world.open();
		await turn();
		expect(await world.inbox.take(messageNews(2))).toEqual({ delivered: true });
		world.open();
		await turn();
		expect(world.calls("mark")).toEqual([
			["d.ada+bob", "ada", { delivered: 1 }],
			["d.ada+bob", "ada", { delivered: 1 }],
		]);
	});

	test("[INBOX10] however many conversations wait, and after a crash in its midst", async () => {
		const world = new TestInbox();
		for (let index = 0; index < 120; index++) await world.inbox.take(messageNews(1, {}, talk(`d.${index}`)));
		world.answers["mark"] = () => new Promise(() => undefined);
		world.open();
		await turn();
		world.answers["mark"] = () => null;
		world.wake();
		world.open();
		await turn();
		expect(new Set(world.calls("mark").map(([id]) => id)).size).toBe(120);
		expect(world.store.waiting(1)).toEqual([]);
	});
});

describe("members", () => {
	test("[INBOX19] a request that adds and removes nobody asks who they are, and changes nothing in the list", async () => {
		const world = new TestInbox();
		const page = world.open();
		const group = talk("g.1", { kind: "group", size: 30 });
		await world.inbox.take({ kind: "conversation", about: group });
		await world.ask("mute", { conversation: "g.1", on: true });
		const { length } = eventsOf(world, page);
		world.answers["people"] = () => ({ about: group, people: [{ id: "bob" }], found: 30, next: "x", mayRemove: true });
		const answer = await world.ask("members", { conversation: "g.1", query: "b", limit: 1 });
		expect(answer).toEqual({
			conversation: { ...group, muted: true },
			people: [{ id: "bob" }],
			found: 30,
			next: "x",
			mayRemove: true,
		});
		expect(world.calls("people")).toEqual([["g.1", expect.anything(), { query: "b", limit: 1 }]]);
		expect(eventsOf(world, page)).toHaveLength(length);
	});

	test("[INBOX20] a user's new name is told to the rooms of their conversations, an older ticket's to none", async () => {
		const world = new TestInbox();
		for (let index = 0; index < 60; index++)
			await world.inbox.take(messageNews(1, { at: 1_000 + index }, talk(`d.${index}`)));
		const now = world.host.now();
		world.open({ issued: now });
		world.open({ issued: now + 1 });
		await turn();
		expect(world.calls("about")).toEqual([]);
		world.open({ issued: now + 2, name: "Augusta" });
		await turn();
		const told = world.calls("about");
		expect(told).toHaveLength(50);
		expect(told[0]).toEqual(["d.59", { kind: "member", person: { id: "ada", name: "Augusta" } }]);
		world.answers["typing"] = () => null;
		await world.ask("typing", { conversation: "d.1" }, { issued: now + 1 });
		expect(world.calls("typing")).toMatchObject([["d.1", { person: { name: "Augusta" } }]]);
		await turn();
		expect(world.calls("about")).toHaveLength(50);
	});
});
