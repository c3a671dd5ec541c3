import { describe, expect, test } from "vitest";
import type { News } from "../../../../../src/door/chat/news.ts";
import { turn } from "../../../../support/host.ts";
import { eventsOf, messageNews, said, talk, TestInbox } from "../../../../support/inbox.ts";

function change(upTo: number, more: object): News {
	return { kind: "changed", conversation: "d.ada+bob", message: said(1, more), upTo };
}

describe("what is deleted", () => {
	test("[INBOX7] a deleted message's text is nowhere: not in the list, the log or what was said of the conversation", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1, { text: "secret" }));
		const edited = said(1, { text: "secret two", edited: 5 });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: edited, upTo: 2 });
		world.host.advance(1_000);
		page.clear();
		const deleted = said(1, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: deleted, upTo: 3 });
		expect(eventsOf(world, page).map(([name]) => name)).toEqual([
			"parlour.redact",
			"chat.conversation",
			"chat.changed",
		]);
		const log = world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER);
		expect(JSON.stringify(log)).not.toContain("secret");
		expect(JSON.stringify(await world.ask("list"))).not.toContain("secret");
	});

	test("[INBOX7] of a conversation that one is out of no text is kept", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1, { text: "secret" }, talk("g.1", { kind: "group" })));
		await world.inbox.take(messageNews(1, { text: "other" }));
		await world.inbox.take({ kind: "removed", conversation: "g.1" });
		const log = JSON.stringify(world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER));
		expect(log).not.toContain("secret");
		expect(log).toContain("other");
		expect(eventsOf(world, page).filter(([name]) => name === "chat.removed")).toHaveLength(1);
	});

	test("[INBOX7] what comes while a deleted text is taken out is not undone by what is said after it", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1, { text: "secret" }));
		const deleted = said(1, { text: "", deleted: true });
		await Promise.all([
			world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: deleted, upTo: 2 }),
			world.inbox.take(messageNews(2)),
		]);
		const told = eventsOf(world, page).filter(([name]) => name === "chat.conversation");
		expect(told.at(-1)).toMatchObject(["chat.conversation", { conversation: { unread: 1, last: { seq: 2 } } }]);
	});

	test("[INBOX7] a deleted text that was still on its way into the log leaves it, too", async () => {
		const world = new TestInbox();
		await Promise.all([
			world.inbox.take(messageNews(1, { text: "secret" })),
			world.inbox.take(messageNews(2)),
			world.inbox.take(change(3, { text: "secret two", edited: 5 })),
			world.inbox.take(change(4, { text: "", deleted: true })),
		]);
		const log = world.room.log.read(0, world.room.log.head, Number.MAX_SAFE_INTEGER);
		expect(JSON.stringify(log)).not.toContain("secret");
	});

	test("[INBOX7] an own message that was deleted while its post was not answered comes without its text", async () => {
		const world = new TestInbox();
		const page = world.open();
		await world.inbox.take(messageNews(1));
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
		expect(JSON.stringify([eventsOf(world, page), log, list])).not.toContain("secret");
		expect(list.conversations).toMatchObject([{ closed: true, last: { seq: 2, deleted: true } }]);
	});

	test("[INBOX17] a deleted message that was not read is out of the count, once, on all devices and in the list", async () => {
		const world = new TestInbox();
		const [page, other] = [world.open(), world.open()];
		for (const seq of [1, 2, 3]) await world.inbox.take(messageNews(seq));
		const gone = said(2, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: gone, upTo: 4 });
		for (const one of [page, other])
			expect(eventsOf(world, one).at(-1)).toMatchObject(["chat.changed", { message: { seq: 2 }, unread: 2 }]);
		// After sleep nothing remembers that it was told.
		world.wake();
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: gone, upTo: 4 });
		expect(await world.ask("list")).toMatchObject({ unread: 2, conversations: [{ unread: 2 }] });
		await world.ask("read", { conversation: "d.ada+bob", seq: 3 });
		const last = said(3, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: last, upTo: 5 });
		expect(await world.ask("list")).toMatchObject({ unread: 0 });
	});

	test("[INBOX17] a message that was deleted before it comes is not counted, and an own one never was", async () => {
		const world = new TestInbox();
		await world.inbox.take(messageNews(1));
		await world.inbox.take(messageNews(5, { from: { id: "ada" } }));
		await world.inbox.take(change(6, { text: "", deleted: true }));
		const ahead = {
			kind: "changed",
			conversation: "d.ada+bob",
			message: said(3, { text: "", deleted: true }),
			upTo: 7,
		};
		await world.inbox.take(ahead as News);
		await world.inbox.take(messageNews(3));
		expect(await world.ask("list")).toMatchObject({ unread: 0 });
		const own = {
			kind: "changed",
			conversation: "d.ada+bob",
			message: said(5, { from: { id: "ada" }, deleted: true }),
		};
		await world.inbox.take({ ...own, upTo: 8 } as News);
		await world.inbox.take(messageNews(9));
		expect(await world.ask("list")).toMatchObject({ unread: 1 });
	});

	test("[INBOX17] of very many unread messages those that are deleted are out of the count, however often that is told", async () => {
		const world = new TestInbox();
		const remove = (seq: number, more: object = {}): Promise<unknown> => {
			const message = said(seq, { ...more, text: "", deleted: true });
			return world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message, upTo: 1_000 + seq });
		};
		await world.inbox.take(messageNews(1, { from: { id: "ada" } }));
		for (let seq = 2; seq <= 231; seq++) await world.inbox.take(messageNews(seq));
		for (let round = 0; round < 2; round++) {
			await remove(1, { from: { id: "ada" } });
			for (let seq = 2; seq <= 11; seq++) await remove(seq);
			world.wake();
		}
		expect(await world.ask("list")).toMatchObject({ unread: 220 });
		for (let seq = 222; seq <= 231; seq++) await remove(seq);
		expect(await world.ask("list")).toMatchObject({ unread: 210 });
		await world.ask("read", { conversation: "d.ada+bob", seq: 201 });
		expect(await world.ask("list")).toMatchObject({ unread: 20 });
		await world.ask("read", { conversation: "d.ada+bob", seq: 231 });
		expect(await world.ask("list")).toMatchObject({ unread: 0 });
	});

	test("[INBOX17] nothing is told to the origin of what was deleted before it was due", async () => {
		const world = new TestInbox({ unreadAfterMs: 60_000 });
		await world.inbox.take(messageNews(1));
		await world.inbox.take(change(2, { text: "", deleted: true }));
		expect(world.store.nextDue()).toBeUndefined();
		await world.pass(120_000);
		expect(world.origin.requests).toEqual([]);
	});
});
