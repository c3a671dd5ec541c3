import { describe, expect, test } from "vitest";
import { WEBHOOK_TYPES } from "../../../../../src/config/rules.ts";
import { member, ORIGIN, person, TestConversation } from "../../../../support/conversation.ts";
import { faultCodeOf, faultOfPromise } from "../../../../support/faults.ts";
import { turn } from "../../../../support/host.ts";

const ada = member("ada");
const bob = member("bob");

async function reporting(): Promise<TestConversation> {
	const one = new TestConversation("g.1", { webhooks: WEBHOOK_TYPES });
	one.origin.configured = true;
	await one.begin(["ada", "bob"]);
	await one.say("bob", "nasty");
	return one;
}

describe("blocking", () => {
	test("[CONV10] in a direct conversation refuses who is blocked, not who blocks", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"]);
		await one.say("bob", "before");
		one.company.block([{ by: "ada", user: "bob" }], true);
		await one.wake();
		expect(await faultOfPromise(one.say("bob", "x"))).toMatchObject({ code: "forbidden" });
		for (const attempt of [
			() => one.talk.edit(bob, { seq: 1, text: "x" }),
			() => one.talk.react(bob, { seq: 1, emoji: "👍", on: true }),
			() => one.talk.typing(bob),
		])
			expect(faultCodeOf(attempt)).toBe("forbidden");
		await one.say("ada", "go away");
		for (const user of ["ada", "bob"]) expect(one.shown(user)).toEqual(["1 before", "2 go away"]);
		one.company.block([{ by: "ada", user: "bob" }], false);
		await one.say("bob", "sorry");
	});

	test("[CONV10] holds from the first message where it was there before", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"], { blocks: [{ by: "ada", user: "bob" }] });
		expect(await faultOfPromise(one.say("bob", "x"))).toMatchObject({ code: "forbidden" });
		expect(one.inboxes.told).toEqual([]);
	});

	test("[CONV10] in a group keeps the messages of who is blocked from who blocks", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		one.company.block([{ by: "ada", user: "bob" }], true);
		await one.say("eve", "hello");
		await one.say("bob", "nasty");
		one.talk.edit(bob, { seq: 2, text: "nastier" });
		one.talk.react(bob, { seq: 1, emoji: "👎", on: true });
		one.talk.react(member("eve"), { seq: 1, emoji: "👍", on: true });
		await turn();
		one.talk.typing(bob);
		await turn();
		expect(one.inboxes.of("ada")).toEqual(["message 1 hello", "changed 1 hello"]);
		expect(one.inboxes.of("eve")).toEqual(["message 2 nasty", "changed 2 nastier", "changed 1 hello", "typing bob"]);
		expect(one.shown("ada")).toEqual(["1 hello"]);
		expect(one.shown("eve")).toEqual(["1 hello", "2 nastier"]);
		expect(one.talk.history(ada, {}).messages[0]?.reactions).toEqual([{ emoji: "👍", users: ["eve"] }]);
		expect(one.company.about(ada).last?.seq).toBe(1);
		expect(JSON.stringify(one.inboxes.told.filter(({ user }) => user === "ada"))).not.toMatch(/nast|👎/);
		expect(await faultOfPromise(one.say("ada", "x", { replyTo: 2 }))).toMatchObject({ code: "not_found" });
	});

	test("[CONV6][CONV10] a message that is deleted is gone from those, too, who hear nothing of its author", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		await one.say("bob", "secret");
		await one.say("eve", "secret, too");
		one.company.block([{ by: "ada", user: "bob" }], true);
		one.inboxes.clear();
		one.talk.delete(bob, { seq: 1 });
		one.talk.delete(member("bob", "moderator"), { seq: 2 });
		await turn();
		expect(one.inboxes.of("ada")).toEqual(["changed 1 ", "changed 2 "]);
		expect(one.shown("ada")).toEqual(["2 "]);
	});

	test("[CONV10] is forgotten with who blocks, and told anew when they come back", async () => {
		const one = await new TestConversation().begin(["eve", "ada", "bob"]);
		one.company.block([{ by: "ada", user: "bob" }], true);
		one.company.leave("ada");
		one.company.members(member("eve"), { add: [person("ada")] });
		await turn();
		await one.wake();
		await one.say("bob", "hello");
		expect(one.inboxes.of("ada").at(-1)).toBe("message 1 hello");
		one.company.block([{ by: "ada", user: "late" }], true);
		one.company.members(member("eve"), { add: [person("late")] });
		await one.say("late", "me too");
		expect(one.shown("ada")).toEqual(["1 hello"]);
	});

	test("[CONV10] tells who is blocked nothing of how far the other has got", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"]);
		await one.say("bob", "before");
		one.company.block([{ by: "ada", user: "bob" }], true);
		one.inboxes.clear();
		one.talk.mark("ada", { read: 1 });
		await turn();
		expect(one.inboxes.told).toEqual([]);
		expect(one.talk.history(bob, {}).marks.map(({ user }) => user)).toEqual(["bob"]);
	});
});

describe("reports", () => {
	test("[CONV13] go to the origin with the message, who reported it and why", async () => {
		const one = await reporting();
		one.talk.report(ada, { seq: 1, reason: "rude" });
		await turn();
		const message = { seq: 1, at: one.host.now(), id: "m1", from: person("bob"), text: "nasty" };
		const data = { conversation: "g.1", message, user: person("ada"), reason: "rude" };
		expect(one.origin.requests).toMatchObject([{ type: "message.reported", data }]);
	});

	test("[CONV13] are taken of who is blocked already", async () => {
		const one = await reporting();
		one.company.block([{ by: "ada", user: "bob" }], true);
		one.talk.report(ada, { seq: 1, reason: "rude" });
		await turn();
		expect(one.origin.requests).toMatchObject([{ data: { message: { text: "nasty" } } }]);
	});

	test("[CONV13] are tried again, and hold no text that was deleted meanwhile", async () => {
		const one = await reporting();
		one.talk.report(ada, { seq: 1, reason: "rude" });
		expect(JSON.stringify(one.outbox.first())).toMatch(/rude/);
		expect(JSON.stringify(one.outbox.first())).not.toContain("nasty");
		one.origin.answer({ kind: "unreachable" });
		await turn();
		one.talk.delete(bob, { seq: 1 });
		one.origin.always = { kind: "answered", status: 200, body: "" };
		await one.later(60_000);
		expect(one.origin.requests.map(({ data }) => (data["message"] as { text: string }).text)).toEqual(["nasty", ""]);
		expect(one.outbox.first()).toBeUndefined();
	});

	test("[CONV13] are refused where nobody would get them", async () => {
		const one = await new TestConversation("g.1", { webhooks: WEBHOOK_TYPES }).begin(["ada", "bob"]);
		await one.say("bob", "nasty");
		const report = (seq: number) => faultCodeOf(() => one.talk.report(ada, { seq, reason: "" }));
		expect([report(1), report(2)]).toEqual(["not_supported", "not_found"]);
		expect(faultCodeOf(() => one.talk.report(ORIGIN, { seq: 1, reason: "" }))).toBe("forbidden");
		const silent = new TestConversation("g.1", { webhooks: [] });
		silent.origin.configured = true;
		await silent.begin(["ada", "bob"]);
		await silent.say("bob", "nasty");
		expect(faultCodeOf(() => silent.talk.report(ada, { seq: 1, reason: "" }))).toBe("not_supported");
	});
});
