import { describe, expect, test } from "vitest";
import type { News } from "../../../../../src/door/chat/news.ts";
import { faultIn } from "../../../../support/faults.ts";
import { turn } from "../../../../support/host.ts";
import { refuse, said, talk, TestInbox } from "../../../../support/inbox.ts";
import type { TestReader } from "../../../../support/room.ts";

function message(seq: number, more: Parameters<typeof said>[1] = {}, about = talk()): News {
	const one = said(seq, more);
	return { kind: "message", about: { ...about, last: one, at: one.at }, message: one, upTo: seq };
}

/** What a page was told by events, as name and data. */
function events(world: TestInbox, page: TestReader): unknown[][] {
	// What comes close together is sent together.
	world.host.advance(1_000);
	return page.of("event").map(({ name, data }) => [name, data]);
}

describe("the list", () => {
	test("[INBOX5] the latest first, in pages by time, with all that is unread", async () => {
		const world = new TestInbox();
		for (let seq = 1; seq <= 5; seq++) await world.inbox.take(message(1, { at: seq * 10 }, talk(`d.${seq}`)));
		await world.inbox.take(message(2, { at: 15 }, talk("d.1")));
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
		for (const id of ["d.1", "d.2", "d.3"]) await world.inbox.take(message(1, { at: 10 }, talk(id)));
		expect((await world.ask("list", { limit: 1 })).conversations).toHaveLength(3);
	});

	test("[INBOX5] messages of others count, the user's own do not, and one that comes again does nothing", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1));
		await world.inbox.take(message(2, { from: { id: "ada" } }));
		await world.inbox.take(message(2, { from: { id: "ada" } }));
		await world.inbox.take(message(1));
		expect(events(world, page).map(([name]) => name)).toEqual(["chat.conversation", "chat.message", "chat.message"]);
		expect(events(world, page).at(-1)?.[1]).toMatchObject({
			conversation: "d.ada+bob",
			message: { seq: 2 },
			unread: 1,
		});
		expect((await world.ask("list")).conversations).toMatchObject([{ unread: 1, last: { seq: 2 }, at: 1_002 }]);
	});

	test("[INBOX5] a message that was overtaken on its way is told and counted, and stays behind the later one", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1));
		for (const seq of [4, 3, 3, 2, 4]) await world.inbox.take(message(seq));
		const told = events(world, page).filter(([name]) => name === "chat.message");
		expect(told.map(([, data]) => (data as { message: { seq: number } }).message.seq)).toEqual([1, 4, 3, 2]);
		expect((await world.ask("list")).conversations).toMatchObject([{ unread: 4, last: { seq: 4 }, at: 1_004 }]);
		await world.ask("read", { conversation: "d.ada+bob", seq: 3 });
		expect((await world.ask("list")).unread).toBe(1);
	});

	test("[INBOX4] a message whose event was lost in a crash is told when it comes again", async () => {
		const world = new TestInbox();
		await world.inbox.take(message(1));
		world.host.hold();
		void world.inbox.take(message(2));
		void world.inbox.take(message(3));
		const { head } = world.room.log;
		world.wake();
		// What was on its way to the disk never got there.
		world.host.hold().release();
		const page = world.open();
		await world.inbox.take(message(2));
		await world.inbox.take(message(3));
		await world.inbox.take(message(3));
		expect(world.room.log.head).toBe(head + 1);
		expect(events(world, page)).toMatchObject([["chat.message", { message: { seq: 3 }, unread: 3 }]]);
	});

	test("[INBOX5] a muted conversation counts for itself alone", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1));
		const { conversation } = await world.ask("mute", { conversation: "d.ada+bob", on: true });
		expect(conversation).toMatchObject({ muted: true, unread: 1 });
		expect(events(world, page).at(-1)).toMatchObject(["chat.conversation", { conversation: { muted: true } }]);
		expect(await world.ask("list")).toMatchObject({ unread: 0, conversations: [{ unread: 1 }] });
		await expect(world.ask("mute", { conversation: "d.x", on: true })).rejects.toThrow("not in the list");
	});

	test("[INBOX6] what is read on one device is read on all, never backwards, and the room is told", async () => {
		const world = new TestInbox();
		const [one, other] = [world.open(), world.open()];
		for (const seq of [1, 2, 3]) await world.inbox.take(message(seq));
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 2 })).toEqual({ unread: 1 });
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 1 })).toEqual({ unread: 1 });
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 99 })).toEqual({ unread: 0 });
		for (const page of [one, other])
			expect(events(world, page).filter(([name]) => name === "chat.read")).toEqual([
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
		for (let seq = 1; seq <= 250; seq++) await world.inbox.take(message(seq));
		expect(await world.ask("list")).toMatchObject({ unread: 250 });
		expect(await world.ask("read", { conversation: "d.ada+bob", seq: 240 })).toEqual({ unread: 10 });
	});

	test("[INBOX7] a deleted message's text is nowhere: not in the list, the log or what was said of the conversation", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1, { text: "secret" }));
		const edited = said(1, { text: "secret two", edited: 5 });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: edited, upTo: 2 });
		world.host.advance(1_000);
		page.clear();
		const deleted = said(1, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: deleted, upTo: 3 });
		expect(events(world, page).map(([name]) => name)).toEqual(["parlour.redact", "chat.conversation", "chat.changed"]);
		const log = world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER);
		expect(JSON.stringify(log)).not.toContain("secret");
		expect(JSON.stringify(await world.ask("list"))).not.toContain("secret");
	});

	test("[INBOX5] a conversation that was left or closed to the user is no longer there", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1));
		await world.ask("leave", { conversation: "d.ada+bob" });
		expect(world.calls("leave")).toEqual([["d.ada+bob", "ada"]]);
		await world.inbox.take({ kind: "removed", conversation: "d.ada+bob" });
		expect(events(world, page).filter(([name]) => name === "chat.removed")).toHaveLength(1);
		expect((await world.ask("list")).conversations).toEqual([]);
	});

	test("[INBOX5] leaving what the room does not know the user in any more takes it out of the list", async () => {
		const world = new TestInbox();
		await world.inbox.take(message(1));
		await world.inbox.take(message(1, {}, talk("g.1", { kind: "group" })));
		await world.inbox.take(message(1, {}, talk("g.2", { kind: "group" })));
		for (const [conversation, code] of [
			["g.1", "forbidden"],
			["g.2", "not_found"],
		] as const) {
			world.answers["leave"] = refuse(code);
			await world.ask("leave", { conversation });
		}
		world.answers["leave"] = refuse("forbidden");
		await expect(world.ask("leave", { conversation: "d.ada+bob" })).rejects.toThrow();
		await expect(world.ask("leave", { conversation: "g.9" })).rejects.toThrow();
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

	test("[INBOX7] of a conversation that one is out of no text is kept", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1, { text: "secret" }, talk("g.1", { kind: "group" })));
		await world.inbox.take(message(1, { text: "other" }));
		await world.inbox.take({ kind: "removed", conversation: "g.1" });
		const log = JSON.stringify(world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER));
		expect(log).not.toContain("secret");
		expect(log).toContain("other");
		expect(events(world, page).filter(([name]) => name === "chat.removed")).toHaveLength(1);
	});

	test("[INBOX7] what comes while a deleted text is taken out is not undone by what is said after it", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1, { text: "secret" }));
		const deleted = said(1, { text: "", deleted: true });
		await Promise.all([
			world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: deleted, upTo: 2 }),
			world.inbox.take(message(2)),
		]);
		const told = events(world, page).filter(([name]) => name === "chat.conversation");
		expect(told.at(-1)).toMatchObject(["chat.conversation", { conversation: { unread: 2, last: { seq: 2 } } }]);
	});

	test("[INBOX7] a deleted text that was still on its way into the log leaves it, too", async () => {
		const world = new TestInbox();
		const change = (upTo: number, more: object): News => {
			return { kind: "changed", conversation: "d.ada+bob", message: said(1, more), upTo };
		};
		await Promise.all([
			world.inbox.take(message(1, { text: "secret" })),
			world.inbox.take(message(2)),
			world.inbox.take(change(3, { text: "secret two", edited: 5 })),
			world.inbox.take(change(4, { text: "", deleted: true })),
		]);
		const log = world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER);
		expect(JSON.stringify(log)).not.toContain("secret");
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
		expect(await world.inbox.take(message(1))).toEqual({ delivered: false });
		world.answers["mark"] = refuse("conflict");
		world.open().leave();
		await turn();
		delete world.answers["mark"];
		world.open();
		await turn();
		expect(await world.inbox.take(message(2))).toEqual({ delivered: true });
		world.open();
		await turn();
		expect(world.calls("mark")).toEqual([
			["d.ada+bob", "ada", { delivered: 1 }],
			["d.ada+bob", "ada", { delivered: 1 }],
		]);
	});

	test("[INBOX10] however many conversations wait, and after a crash in its midst", async () => {
		const world = new TestInbox();
		for (let index = 0; index < 120; index++) await world.inbox.take(message(1, {}, talk(`d.${index}`)));
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

describe("what a page asks", () => {
	test("[INBOX3] a request that is none is refused with what is wrong", async () => {
		const world = new TestInbox();
		const page = world.open();
		await page.send({ type: "call", ref: "1", component: "parlour.chat", data: { do: "dance" } });
		await page.send({ type: "call", ref: "2", component: "parlour.chat", data: { do: "post", conversation: "d.x" } });
		expect(page.of("fault").map(({ ref, code }) => [ref, code])).toEqual([
			["1", "bad_frame"],
			["2", "bad_frame"],
		]);
		expect(faultIn(() => world.inbox.meet({ id: "eve" }, [])).code).toBe("forbidden");
	});

	test("[INBOX3] an own message is told to all devices by the answer of its room, once", async () => {
		const world = new TestInbox();
		const page = world.open();
		const own = said(1, { from: { id: "ada" } });
		const about = talk("d.ada+bob", { last: own });
		world.answers["post"] = () => ({ message: own, upTo: 1, about, delivered: ["bob"] });
		const asked = { conversation: "d.ada+bob", id: "m", text: "text 1" };
		expect(await world.ask("post", asked)).toEqual({ message: own, delivered: ["bob"] });
		await world.ask("post", asked);
		const by = { kind: "member", person: { id: "ada", name: "ADA" }, role: "member" };
		expect(world.calls("post")[0]).toEqual(["d.ada+bob", by, { id: "m", text: "text 1" }]);
		expect(events(world, page).filter(([name]) => name === "chat.message")).toMatchObject([
			["chat.message", { unread: 0 }],
		]);
	});

	test("[INBOX7] an own message that was deleted while its post was not answered comes without its text", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1));
		const own = said(2, { from: { id: "ada" }, text: "secret" });
		const { promise, resolve } = Promise.withResolvers<unknown>();
		world.answers["post"] = () => promise;
		const posted = world.ask("post", { conversation: "d.ada+bob", id: "m", text: "secret" });
		await turn();
		const deleted = { ...own, text: "", deleted: true };
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: deleted, upTo: 3 });
		await world.inbox.take({ kind: "conversation", about: talk("d.ada+bob", { closed: true }) });
		resolve({ message: own, upTo: 2, about: talk("d.ada+bob", { last: own }), delivered: [] });
		await posted;
		const log = world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER);
		const list = await world.ask("list");
		expect(JSON.stringify([events(world, page), log, list])).not.toContain("secret");
		expect(list.conversations).toMatchObject([{ closed: true, last: { seq: 2, deleted: true } }]);
	});

	test("[INBOX5] who is removed while a post is not answered does not get the conversation back by it", async () => {
		const world = new TestInbox();
		const group = talk("g.1", { kind: "group" });
		await world.inbox.take({ kind: "conversation", about: group });
		const { promise, resolve } = Promise.withResolvers<unknown>();
		world.answers["post"] = () => promise;
		const posted = world.ask("post", { conversation: "g.1", id: "m", text: "x" });
		await turn();
		await world.inbox.take({ kind: "removed", conversation: "g.1" });
		resolve({ message: said(1, { from: { id: "ada" } }), upTo: 1, about: group, delivered: [] });
		await posted;
		expect((await world.ask("list")).conversations).toEqual([]);
	});

	test("[INBOX3] an answer that was overtaken by what its room told since undoes nothing of it", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1, { from: { id: "ada" } }));
		const { promise, resolve } = Promise.withResolvers<unknown>();
		world.answers["edit"] = () => promise;
		const edited = said(1, { from: { id: "ada" }, text: "edited", edited: 5 });
		const asked = world.ask("edit", { conversation: "d.ada+bob", seq: 1, text: "edited" });
		await turn();
		const later = { ...edited, reactions: [{ emoji: "👍", users: ["bob"] }] };
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: later, upTo: 3 });
		resolve({ message: edited, upTo: 2 });
		expect(await asked).toEqual({ message: edited });
		expect((await world.ask("list")).conversations).toMatchObject([{ last: later }]);
		const told = events(world, page).filter(([name]) => name === "chat.changed");
		expect(told).toEqual([["chat.changed", { conversation: "d.ada+bob", message: later }]]);
	});

	test("[INBOX8] opening asks the other one's inbox, once; a conversation that there is stays", async () => {
		const world = new TestInbox();
		world.answers["begin"] = () => talk();
		world.meet = (user, by, groups) => {
			expect([user, by, groups]).toEqual(["bob", { id: "ada", name: "ADA" }, ["c1"]]);
			return { person: { id: "bob", name: "Bob" }, blocks: true };
		};
		await world.ask("open", { user: "bob" }, { groups: ["c1"] });
		const members = [
			{ id: "ada", name: "ADA" },
			{ id: "bob", name: "Bob" },
		];
		const blocks = [{ by: "bob", user: "ada" }];
		expect(world.calls("begin")).toMatchObject([["d.ada+bob", {}, { kind: "direct", members, blocks }]]);
		world.meet = refuse("forbidden");
		expect(await world.ask("open", { user: "bob" })).toMatchObject({ conversation: { id: "d.ada+bob" } });
		await expect(world.ask("open", { user: "eve" })).rejects.toThrow("allow");
		await expect(world.ask("open", { user: "ada" })).rejects.toThrow("themselves");
	});

	test("[INBOX8] who may talk: those who share a group of the last ticket while it is valid, or were introduced", async () => {
		const world = new TestInbox();
		await world.ask("list", {}, { groups: ["c1", "c2"], issued: world.host.now() });
		await world.ask("list", {}, { groups: ["old"], issued: world.host.now() - 60_000 });
		expect(world.inbox.meet({ id: "bob" }, ["c2"])).toEqual({ person: { id: "ada", name: "ADA" }, blocks: false });
		expect(faultIn(() => world.inbox.meet({ id: "bob" }, ["old"])).code).toBe("forbidden");
		world.inbox.introduce([{ id: "ada", name: "Other" }, { id: "eve" }]);
		expect(world.inbox.meet({ id: "eve" }, []).person.name).toBe("ADA");
		world.host.advance(3_600_001);
		expect(faultIn(() => world.inbox.meet({ id: "bob" }, ["c2"])).code).toBe("forbidden");
	});

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
		await world.inbox.take(message(1, {}, group));
		await world.inbox.take({ kind: "typing", conversation: "g.1", user: { id: "bob" } });
		expect(events(world, page).map(([name]) => name)).toEqual(["chat.conversation", "chat.blocked"]);
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

	test("[INBOX9] a group learns of all whom its new member blocks: they may be there unseen, or come later", async () => {
		const world = new TestInbox();
		for (const user of ["bob", "eve"]) await world.ask("block", { user, on: true });
		await world.inbox.take({ kind: "conversation", about: talk("g.1", { kind: "group", members: [], size: 90 }) });
		const blocks = ["bob", "eve"].map((user) => ({ by: "ada", user }));
		expect(world.calls("block").at(-1)).toEqual(["g.1", blocks, true]);
		await world.inbox.take(message(1));
		expect(world.calls("block").at(-1)).toEqual(["d.ada+bob", blocks.slice(0, 1), true]);
	});

	test("[INBOX9] who is blocked no longer is heard in all groups, however many conversations came since", async () => {
		const world = new TestInbox();
		await world.inbox.take({ kind: "conversation", about: talk("g.1", { kind: "group", at: 1 }) });
		for (let index = 0; index < 120; index++) await world.inbox.take(message(1, {}, talk(`d.${index}`)));
		await world.ask("block", { user: "bob", on: true });
		await world.ask("block", { user: "bob", on: false });
		expect(world.calls("block").map(([id, , on]) => [id, on])).toContainEqual(["g.1", false]);
	});

	test("[INBOX9] of who is blocked in a group no edit is told, and a deletion where the text was heard before", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(message(1, { text: "secret" }, talk("g.1", { kind: "group" })));
		await world.ask("block", { user: "bob", on: true });
		events(world, page);
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
		expect(events(world, page)).toEqual([]);
		await world.inbox.take(change(1, { text: "", deleted: true }));
		expect(events(world, page).map(([name]) => name)).toContain("chat.changed");
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
});
