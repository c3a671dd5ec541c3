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
		expect(told.at(-1)).toMatchObject(["chat.conversation", { conversation: { unread: 2, last: { seq: 2 } } }]);
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
});
