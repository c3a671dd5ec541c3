import { describe, expect, test } from "vitest";
import type { News } from "../../../../../src/door/chat/news.ts";
import { said, talk, TestInbox } from "../../../../support/inbox.ts";

const HOUR_MS = 3_600_000;

function message(seq: number, at: number, about = talk()): News {
	const one = said(seq, { at });
	return { kind: "message", about: { ...about, last: one, at }, message: one, upTo: seq };
}

function requests({ origin }: TestInbox): unknown[] {
	return origin.requests.map(({ type, data }) => [type, data["messages"]]);
}

describe("messages that stay unread", () => {
	test("[INBOX11] the origin is told once for a stretch of them, after the time that it set", async () => {
		const world = new TestInbox({ unreadAfterMs: HOUR_MS });
		await world.ask("list");
		await world.inbox.take(message(1, 1));
		await world.pass(HOUR_MS / 2);
		await world.inbox.take(message(2, 2));
		await world.pass(HOUR_MS / 2 - 1);
		expect(world.origin.requests).toEqual([]);
		await world.pass(1);
		await world.inbox.take(message(3, 3));
		await world.pass(HOUR_MS * 2);
		expect(world.origin.requests).toMatchObject([
			{
				type: "message.unread",
				data: {
					user: { id: "ada", name: "ADA" },
					conversation: { id: "d.ada+bob", unread: 2 },
					messages: [{ seq: 1, text: "text 1" }, { seq: 2 }],
				},
			},
		]);
		await world.ask("read", { conversation: "d.ada+bob", seq: 3 });
		await world.inbox.take(message(4, 4));
		await world.pass(HOUR_MS);
		expect(requests(world).at(-1)).toMatchObject(["message.unread", [{ seq: 4 }]]);
	});

	test("[INBOX11] nothing is told of what was read before, nor where no time is set", async () => {
		const world = new TestInbox({ unreadAfterMs: HOUR_MS });
		await world.inbox.take(message(1, 1));
		await world.inbox.take(message(1, 1, talk("g.1", { kind: "group" })));
		await world.ask("read", { conversation: "d.ada+bob", seq: 1 });
		await world.pass(HOUR_MS * 2);
		expect(world.origin.requests).toEqual([]);
	});

	test("[INBOX11] it is told after sleep, and what was deleted while the origin was away is not told", async () => {
		const world = new TestInbox({ unreadAfterMs: HOUR_MS });
		world.origin.always = { kind: "unreachable" };
		await world.inbox.take(message(1, 1));
		await world.inbox.take(message(2, 2));
		world.wake();
		await world.pass(HOUR_MS);
		expect(requests(world)).toMatchObject([["message.unread", [{ seq: 1 }, { seq: 2 }]]]);
		const deleted = said(2, { text: "", deleted: true });
		await world.inbox.take({ kind: "changed", conversation: "d.ada+bob", message: deleted, upTo: 3 });
		world.origin.always = { kind: "answered", status: 200, body: "" };
		await world.pass(HOUR_MS);
		expect(requests(world).at(-1)).toMatchObject(["message.unread", [{ seq: 1 }]]);
	});

	test("[INBOX11] of messages that the log has no more, the latest is told", async () => {
		const world = new TestInbox({ unreadAfterMs: HOUR_MS });
		await world.inbox.take(message(1, 1));
		await world.inbox.take(message(2, 2));
		world.rest.log.trim(world.rest.log.head);
		await world.pass(HOUR_MS);
		expect(requests(world)).toMatchObject([["message.unread", [{ seq: 2, text: "text 2" }]]]);
	});
});
