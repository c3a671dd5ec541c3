import { describe, expect, test } from "vitest";
import { PATIENCE_MS } from "../../../../../src/rooms/core/chat/conversation/courier.ts";
import { member, ORIGIN, TestConversation } from "../../../../support/conversation.ts";
import { turn } from "../../../../support/host.ts";

const ada = member("ada");
const bob = member("bob");

/** An inbox that does not answer before the test says so. */
function silence(one: TestConversation, user: string): PromiseWithResolvers<void> {
	const held = Promise.withResolvers<void>();
	one.inboxes.silent.set(user, held);
	return held;
}

describe("telling inboxes", () => {
	test("[CONV15] each other member's is told of a message, once, and the sender is answered whom it reached", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		one.inboxes.online.add("bob");
		const { delivered } = await one.talk.post(ada, { id: "x", text: "hello" });
		expect(delivered).toEqual(["bob"]);
		expect(["ada", "bob", "eve"].map((user) => one.inboxes.of(user))).toEqual([
			[],
			["message 1 hello"],
			["message 1 hello"],
		]);
		expect(one.inboxes.told[0]?.news).toMatchObject({ about: { id: "g.1", last: { seq: 1 } } });
		expect([one.host.timers, one.store.progress().told]).toEqual([0, 1]);
		await one.wake();
		expect(one.inboxes.of("bob")).toHaveLength(1);
	});

	test("[CONV15] a post waits for a slow inbox no longer than it says, and its sender hears of it later", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		one.inboxes.online.add("bob").add("eve");
		const held = silence(one, "bob");
		const posting = one.talk.post(ada, { id: "x", text: "hello" });
		await turn();
		one.host.advance(PATIENCE_MS);
		expect((await posting).delivered).toEqual(["eve"]);
		expect(one.store.progress().told).toBe(0);
		held.resolve();
		await turn();
		expect(one.inboxes.of("ada")).toEqual(["mark bob 1 0"]);
		expect(one.inboxes.of("bob")).toEqual(["message 1 hello"]);
		expect([one.store.progress().told, one.host.timers]).toEqual([1, 0]);
	});

	test("[CONV15] one that fails keeps the message from nobody, and gets everything later, in order", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		one.inboxes.broken.add("bob");
		one.inboxes.online.add("bob");
		await one.say("ada", "1");
		one.inboxes.broken.clear();
		await one.say("ada", "2");
		one.company.rename(ada, "Chess");
		await turn();
		expect([one.inboxes.of("eve"), one.inboxes.of("bob")]).toEqual([
			["message 1 1", "message 2 2", "conversation"],
			[],
		]);
		await one.wake();
		await one.later(1_000);
		expect(one.inboxes.of("bob")).toEqual([]);
		await one.later(6_000);
		expect(one.inboxes.of("bob")).toEqual(["message 1 1", "message 2 2", "conversation"]);
		expect(one.inboxes.of("ada")).toEqual(["mark bob 1 0", "mark bob 2 0"]);
		expect(one.store.owed()).toEqual([]);
		expect(one.talk.history(ada, {}).marks).toContainEqual({ user: "bob", delivered: 2, read: 0 });
	});

	test("[CONV15] what was sent first and failed stays before what was owed meanwhile, through restarts", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		const held = silence(one, "bob");
		const posting = one.talk.post(ada, { id: "x", text: "1" });
		one.company.rename(ada, "Chess");
		await turn();
		one.inboxes.silent.clear();
		held.reject(new Error("the inbox is out of reach"));
		await posting;
		await turn();
		expect(one.inboxes.of("bob")).toEqual([]);
		await one.say("ada", "2");
		expect(one.store.owed().map(({ matter }) => matter.kind)).toEqual(["message", "conversation", "message"]);
		await one.wake();
		expect(one.inboxes.of("bob")).toEqual([]);
		await one.later(10_000);
		expect(one.inboxes.of("bob")).toEqual(["message 1 1", "conversation", "message 2 2"]);
		expect(one.store.owed()).toEqual([]);
	});

	test("[CONV15] messages that wait for a slow inbox reach it as their own, though something is owed behind them", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.online.add("bob");
		const held = silence(one, "bob");
		const posts = ["1", "2"].map((id) => one.talk.post(ada, { id, text: id }));
		one.company.rename(ada, "Chess");
		await turn();
		held.resolve();
		expect((await Promise.all(posts)).map(({ delivered }) => delivered)).toEqual([["bob"], ["bob"]]);
		await turn();
		expect(one.inboxes.of("bob")).toEqual(["message 1 1", "message 2 2", "conversation"]);
	});

	test("[CONV15] one thing at a time goes to an inbox: what comes later waits for the answer to what went before", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		const first = silence(one, "bob");
		void one.talk.post(ada, { id: "x", text: "1" });
		await turn();
		const second = silence(one, "bob");
		void one.talk.post(ada, { id: "y", text: "2" });
		await turn();
		first.resolve();
		await turn();
		one.inboxes.silent.clear();
		void one.talk.post(ada, { id: "z", text: "3" });
		await turn();
		expect(one.inboxes.of("bob")).toEqual(["message 1 1"]);
		second.resolve();
		await turn();
		expect(one.inboxes.of("bob")).toEqual(["message 1 1", "message 2 2", "message 3 3"]);
	});

	test("[CONV15] what is owed has its alarm after a failed try, and at once where the clock was set back", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.broken.add("bob");
		one.host.wake = undefined;
		one.company.rename(ada, "Chess");
		await turn();
		expect(one.host.wake).toBe(one.host.now() + 5_500);
		one.host.setClock(one.host.now() - 3_600_000);
		one.host.wake = undefined;
		await one.say("ada", "1");
		expect(one.host.wake).toBe(one.host.now());
	});

	test("[CONV15] tries come at growing pauses, and end at last", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.broken.add("bob");
		await one.say("ada", "1");
		const pauses: number[] = [];
		while (one.store.owed().length > 0) {
			const wait = (one.host.wake ?? 0) - one.host.now();
			pauses.push(wait);
			await one.later(wait);
		}
		expect(pauses.slice(0, 3).map((ms) => Math.round(ms / 1_000))).toEqual([6, 33, 132]);
		expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(73 * 3_600_000);
		expect(pauses.length).toBeLessThan(40);
	});

	test("[CONV15] an inbox that never answers is taken for out of reach", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		silence(one, "bob");
		const posting = one.talk.post(ada, { id: "x", text: "1" });
		await turn();
		one.host.advance(PATIENCE_MS);
		await posting;
		one.host.advance(20_000);
		await turn();
		expect(one.store.owed()).toMatchObject([{ to: "bob", matter: { kind: "message", seq: 1 } }]);
		expect(one.host.timers).toBe(0);
	});

	test("[CONV15] what a crash kept from inboxes is told when the object wakes", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "1");
		silence(one, "bob");
		void one.talk.post(ada, { id: "x", text: "2" });
		await turn();
		one.inboxes.silent.clear();
		await one.wake();
		expect(one.inboxes.of("bob")).toEqual(["message 1 1", "message 2 2"]);
		expect(one.inboxes.of("ada")).toEqual(["message 2 2"]);
		expect(one.store.progress().told).toBe(2);
	});

	test("[CONV15] what nobody would ask for again has an alarm for the case of a crash: slow inboxes, and deletions", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.host.wake = undefined;
		await one.say("ada", "1");
		const retention = one.host.wake;
		one.talk.delete(ada, { seq: 1 });
		expect(one.host.wake).toBe(one.host.now() + 30_000);
		one.host.wake = retention;
		const held = silence(one, "bob");
		const posting = one.talk.post(ada, { id: "x", text: "2" });
		await turn();
		expect(one.host.wake).toBe(retention);
		one.host.advance(PATIENCE_MS);
		await posting;
		expect(one.host.wake).toBe(one.host.now() + 30_000);
		held.resolve();
		await one.later(30_000);
		expect(one.inboxes.of("bob").at(-1)).toBe("message 3 2");
	});

	test("[CONV15] messages that come together arrive in their order, each with the conversation as it was then", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		const held = silence(one, "bob");
		const posts = ["1", "2", "3"].map((id) => one.talk.post(ada, { id, text: id }));
		one.company.rename(ada, "Chess");
		await turn();
		held.resolve();
		await Promise.all(posts);
		await turn();
		expect(one.inboxes.of("bob")).toEqual(["message 1 1", "message 2 2", "message 3 3", "conversation"]);
		const lasts = one.inboxes.told.map(({ news }) => ("about" in news ? news.about.last?.seq : 0));
		expect(lasts).toEqual([1, 2, 3, 3]);
	});

	test("[CONV15] a message that was deleted before an inbox could be told is not told with its text", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.broken.add("bob");
		await one.say("ada", "secret");
		one.talk.edit(ada, { seq: 1, text: "secret, too" });
		one.talk.delete(ada, { seq: 1 });
		await turn();
		expect(JSON.stringify(one.store.owed())).not.toContain("secret");
		one.inboxes.broken.clear();
		await one.later(10_000);
		expect(one.inboxes.of("bob")).toEqual(["changed 1 ", "changed 1 "]);
	});

	test("[CONV15] who was removed meanwhile is told that, and nothing else", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.broken.add("bob");
		await one.say("ada", "1");
		one.company.members(ada, { remove: ["bob"] });
		await turn();
		one.inboxes.broken.clear();
		await one.later(10_000);
		expect(one.inboxes.of("bob")).toEqual(["removed"]);
	});

	test("[CONV17] typing is told to the others, and kept for nobody", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		one.inboxes.broken.add("eve");
		one.talk.typing(ada);
		one.talk.typing(ORIGIN);
		await turn();
		expect(one.inboxes.told.map(({ user }) => user)).toEqual(["bob"]);
		expect([one.inboxes.of("bob"), one.store.owed()]).toEqual([["typing ada"], []]);
	});

	test("[CONV17] typing is told once a second, however often a page says it", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		for (let n = 0; n < 20; n++) {
			one.talk.typing(ada);
			one.host.advance(100);
		}
		await turn();
		expect(one.inboxes.of("bob")).toEqual(["typing ada", "typing ada"]);
	});
});

describe("marks", () => {
	test("[CONV9] go forward only, and what was read was delivered", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		for (const text of ["1", "2", "3"]) await one.say("ada", text);
		expect(one.talk.mark("bob", { read: 2 })).toEqual({ user: "bob", delivered: 2, read: 2 });
		expect(one.talk.mark("bob", { read: 1, delivered: 1 })).toEqual({ user: "bob", delivered: 2, read: 2 });
		expect(one.talk.mark("bob", { delivered: 99 })).toEqual({ user: "bob", delivered: 3, read: 2 });
		await one.wake();
		expect(one.talk.history(ada, {}).marks).toEqual([
			{ user: "ada", delivered: 0, read: 0 },
			{ user: "bob", delivered: 3, read: 2 },
		]);
	});

	test("[CONV9] are told to those whose messages they pass, and to nobody where they stay", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		for (const user of ["ada", "bob", "ada", "eve"]) await one.say(user, "x");
		one.inboxes.clear();
		one.talk.mark("bob", { read: 3 });
		one.talk.mark("bob", { read: 3 });
		one.talk.mark("bob", { read: 2 });
		await turn();
		expect(one.inboxes.told.map(({ user }) => user)).toEqual(["ada"]);
		one.talk.mark("bob", { read: 4 });
		await turn();
		expect(one.inboxes.of("eve")).toEqual(["mark bob 4 4"]);
	});

	test("[CONV9] are told again when what was delivered before is read", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"]);
		one.inboxes.online.add("bob");
		await one.say("ada", "1");
		one.talk.mark("bob", { read: 1 });
		await turn();
		expect(one.inboxes.of("ada")).toEqual(["mark bob 1 1"]);
	});

	test("[CONV9] of who comes later begin with what was said before", async () => {
		const one = await new TestConversation().begin(["ada"]);
		await one.say("ada", "1");
		one.company.members(ada, { add: [bob.kind === "member" ? bob.person : { id: "" }] });
		expect(one.talk.mark("bob", {})).toEqual({ user: "bob", delivered: 1, read: 1 });
	});
});
