import { describe, expect, it } from "vitest";
import { settle } from "../support/clock.ts";
import { ada, bob, cyd, Device, device } from "./device.ts";
import { Refusal } from "./fake-answers.ts";
import { FakeInbox } from "./fake-inbox.ts";

async function withGroup(unread = 0) {
	const inbox = new FakeInbox(ada);
	inbox.has("g.1", { name: "Group", members: [ada, bob, cyd], unread }, ["one", "two", "three"], bob);
	const made = await device(inbox);
	const open = made.chat.conversation("g.1");
	await settle();
	return { inbox, open, chat: made.chat, clock: made.clock };
}

describe("reading", () => {
	it("[CHAT6] is shown at once, told together, and never backwards", async () => {
		const { inbox, open, chat, clock } = await withGroup(3);
		open.read();
		expect(chat.inbox.get().unread).toBe(0);
		expect(open.get().summary?.unread).toBe(0);
		await clock.advance(100);
		inbox.says("g.1", cyd, "four");
		await settle();
		open.read();
		open.read();
		await clock.advance(1_000);
		expect(inbox.requests.filter((asked) => asked.do === "read")).toEqual([
			{ do: "read", conversation: "g.1", seq: 4 },
		]);
		open.read();
		inbox.tell("chat.message", { conversation: "g.1", message: { seq: 2, at: 1, text: "two" }, unread: 1 });
		await settle();
		open.read();
		await clock.advance(1_000);
		expect(inbox.count("read")).toBe(1);
	});

	it("[CHAT6] is repeated until it is known, and then not", async () => {
		const { inbox, open, chat, clock } = await withGroup(3);
		inbox.loses.set("read", "request");
		open.read();
		await clock.advance(1_000);
		inbox.loses.clear();
		inbox.drop();
		await clock.advance(10_000);
		expect(inbox.count("read")).toBe(2);
		expect(chat.inbox.get().unread).toBe(0);
		inbox.refuses.set("read", new Refusal("forbidden"));
		inbox.says("g.1", bob, "four");
		await settle();
		open.read();
		await clock.advance(1_000);
		inbox.refuses.clear();
		inbox.says("g.1", bob, "five");
		await settle();
		open.read();
		await clock.advance(1_000);
		expect(inbox.requests.at(-1)).toMatchObject({ do: "read", seq: 5 });
	});

	it("[CHAT6] on one device is reading on all", async () => {
		const { inbox, open, clock, chat } = await withGroup(3);
		const other = new Device(inbox);
		const there = other.chat.conversation("g.1");
		await settle();
		open.read();
		await clock.advance(1_000);
		expect(other.chat.inbox.get().unread).toBe(0);
		there.read();
		await other.clock.advance(1_000);
		expect(inbox.count("read")).toBe(1);
		expect(chat.inbox.get()).toEqual(other.chat.inbox.get());
	});

	it("[CHAT6] is told before the conversation or the page closes", async () => {
		for (const end of ["conversation", "page"]) {
			const { inbox, open, chat } = await withGroup(3);
			open.read();
			if (end === "page") chat.close();
			else open.close();
			await settle();
			expect(inbox.requests.at(-1)).toMatchObject({ do: "read", seq: 3 });
		}
	});
});

describe("typing", () => {
	it("[CHAT7] is told every few seconds at most, and at once after a message", async () => {
		const { inbox, open, clock } = await withGroup();
		open.type();
		await clock.advance(2_900);
		open.type();
		expect(inbox.count("typing")).toBe(1);
		await clock.advance(200);
		open.type();
		open.type();
		expect(inbox.count("typing")).toBe(2);
		open.send("done");
		await settle();
		open.type();
		expect(inbox.count("typing")).toBe(3);
		inbox.isAway = true;
		inbox.drop();
		await clock.advance(5_000);
		open.type();
		inbox.refuses.set("typing", new Refusal("rate_limited"));
		inbox.isAway = false;
		await clock.advance(60_000);
		expect(inbox.count("typing")).toBe(3);
		open.type();
		await settle();
	});

	it("[CHAT7] of others is shown until they stop or their message is there; one's own is not", async () => {
		const { inbox, open, clock } = await withGroup();
		const types = (user: object) => inbox.signal("chat.typing", { conversation: "g.1", user });
		const shown = () => open.get().typing.map(({ id }) => id);
		types(bob);
		types(ada);
		await clock.advance(3_000);
		types(cyd);
		await settle();
		expect(shown()).toEqual(["bob", "cyd"]);
		const { typing } = open.get();
		types(bob);
		await settle();
		expect(open.get().typing).toBe(typing);
		await clock.advance(5_900);
		expect(shown()).toEqual(["bob", "cyd"]);
		await clock.advance(200);
		expect(shown()).toEqual([]);
		types(bob);
		types(cyd);
		await settle();
		inbox.says("g.1", bob, "hi");
		await settle();
		expect(shown()).toEqual(["cyd"]);
		await clock.advance(6_000);
		expect(shown()).toEqual([]);
	});
});

describe("marks", () => {
	it("[CHAT8] are those of the others, and never go back", async () => {
		const { inbox, open } = await withGroup();
		expect(open.get().marks.map(({ user }) => user)).toEqual(["bob", "cyd"]);
		inbox.marks("g.1", { user: "bob", delivered: 3, read: 2 });
		inbox.marks("g.1", { user: "bob", delivered: 2, read: 3 });
		inbox.marks("g.1", { user: "bob", delivered: 1, read: 1 });
		inbox.marks("g.1", { user: "ada", delivered: 3, read: 3 });
		inbox.marks("g.1", { user: "dan", delivered: 1, read: 0 });
		await settle();
		expect(open.get().marks).toEqual([
			{ user: "bob", delivered: 3, read: 3 },
			{ user: "cyd", delivered: 0, read: 0 },
			{ user: "dan", delivered: 1, read: 0 },
		]);
	});

	it("[CHAT8][POLL10] are asked for again where signals may have been lost", async () => {
		const { inbox, open } = await withGroup();
		inbox.kept("g.1").marks.set("bob", { user: "bob", delivered: 3, read: 3 });
		inbox.connected[0]?.listener.signalsLost?.();
		await settle();
		expect(open.get().marks).toContainEqual({ user: "bob", delivered: 3, read: 3 });
	});

	it("[CHAT8] of who got a message at once are in its answer", async () => {
		const { inbox, open } = await withGroup();
		inbox.reaches = ["cyd"];
		open.send("four");
		await settle();
		expect(open.get().marks).toContainEqual({ user: "cyd", delivered: 4, read: 0 });
	});
});

it("tells whether the user is at the page, on every connection", async () => {
	const { inbox, chat, clock } = await withGroup();
	chat.status("idle");
	expect(inbox.connected[0]?.status).toEqual({ status: "idle" });
	inbox.drop();
	await clock.advance(10_000);
	expect(inbox.connected[0]?.status).toEqual({ status: "idle" });
});
