import { describe, expect, test } from "vitest";
import { CHAT_LIMITS } from "../../../../../src/protocol/chat/limits.ts";
import { faultIn } from "../../../../support/faults.ts";
import { turn } from "../../../../support/host.ts";
import { eventsOf, messageNews, refuse, said, talk, TestInbox } from "../../../../support/inbox.ts";

function reacting(emoji: string, on: boolean) {
	return { do: "react", conversation: "d.ada+bob", seq: 1, emoji, on };
}

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

	test("[RATE7] groups that are begun and reports are counted together, and come back after a while", async () => {
		const world = new TestInbox();
		const report = () => world.ask("report", { conversation: "g.1", seq: 1, reason: "spam" });
		for (let n = 0; n < CHAT_LIMITS.begunAtOnce; n++) await report().catch(() => undefined);
		await expect(report()).rejects.toMatchObject({ fault: { code: "rate_limited" } });
		await expect(world.ask("create", { name: "Tea", users: ["bob"] })).rejects.toMatchObject({
			fault: { code: "rate_limited", retryAfter: CHAT_LIMITS.begunEveryMs },
		});
		world.host.advance(CHAT_LIMITS.begunEveryMs);
		await expect(world.ask("create", { name: "Tea", users: ["bob"] })).rejects.not.toMatchObject({
			fault: { code: "rate_limited" },
		});
	});

	test.each([
		["edit", { seq: 1, text: "\u3164" }],
		["rename", { name: "\u00ad" }],
	] as const)("[CONV30] %s with a text that looks empty is refused", async (name, more) => {
		const world = new TestInbox();
		const conversation = "g.1";
		const page = world.open();
		await page.send({ type: "call", ref: "1", component: "parlour.chat", data: { do: name, conversation, ...more } });
		expect(page.of("fault")).toMatchObject([{ code: "bad_frame" }]);
	});

	test("[CONV31] a reaction that is no emoji is refused with what is wrong, and can be taken back", async () => {
		const world = new TestInbox();
		world.answers["react"] = () => ({ message: said(1), upTo: 2 });
		const page = world.open();
		const data = [
			reacting("you fool", true),
			reacting("👍👍", true),
			reacting("👍", true),
			reacting("you fool", false),
		];
		for (const [ref, one] of data.entries())
			await page.send({ type: "call", ref: `${ref}`, component: "parlour.chat", data: one });
		expect(page.of("fault").map(({ ref, message }) => [ref, message])).toEqual([
			["0", "emoji must be one emoji."],
			["1", "emoji must be one emoji."],
		]);
		expect(world.calls("react")).toHaveLength(2);
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
		expect(eventsOf(world, page).filter(([name]) => name === "chat.message")).toMatchObject([
			["chat.message", { unread: 0 }],
		]);
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
		await world.inbox.take(messageNews(1, { from: { id: "ada" } }));
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
		const told = eventsOf(world, page).filter(([name]) => name === "chat.changed");
		expect(told).toEqual([["chat.changed", { conversation: "d.ada+bob", message: later, unread: 0 }]]);
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
});
