import { describe, expect, test } from "vitest";
import { CHAT_LIMITS } from "../../../../../src/protocol/chat/limits.ts";
import { member, ORIGIN, person, TestConversation } from "../../../../support/conversation.ts";
import { faultCodeOf, faultOfPromise } from "../../../../support/faults.ts";
import { turn } from "../../../../support/host.ts";

/** What becomes of a direct conversation of these users. */
function direct(...users: string[]): string {
	const { company } = new TestConversation("d.1");
	return faultCodeOf(() => company.begin(ORIGIN, { kind: "direct", members: users.map(person) }));
}

describe("beginning a conversation", () => {
	test("[CONV1] takes its members in, and tells those of a group", async () => {
		const one = new TestConversation("g.1");
		const begun = one.company.begin(member("ada"), { kind: "group", name: "Chess", members: [person("bob")] });
		expect(begun).toEqual({
			id: "g.1",
			kind: "group",
			name: "Chess",
			members: [person("ada"), person("bob")],
			size: 2,
			at: one.host.now(),
			unread: 0,
			muted: false,
			closed: false,
		});
		await turn();
		expect([one.inboxes.of("ada"), one.inboxes.of("bob")]).toEqual([[], ["conversation"]]);
	});

	test("[CONV1] a direct one that a member begins is told to nobody before its first message", async () => {
		const one = new TestConversation("d.1");
		one.company.begin(member("ada"), { kind: "direct", members: [person("bob")] });
		await turn();
		expect(one.inboxes.told).toEqual([]);
		await one.say("ada", "hello");
		expect(one.inboxes.of("bob")).toEqual(["message 1 hello"]);
	});

	test("[CONV1] that the origin begins is told to all", async () => {
		const one = new TestConversation("d.1");
		one.company.begin(ORIGIN, { kind: "direct", members: [person("ada"), person("bob")] });
		await turn();
		expect([one.inboxes.of("ada"), one.inboxes.of("bob")]).toEqual([["conversation"], ["conversation"]]);
	});

	test("[CONV1] that exists already answers it as it is", async () => {
		const one = await new TestConversation("g.1").begin(["ada", "bob"], { name: "Chess" });
		await one.say("bob", "hello");
		const again = one.company.begin(member("bob"), { kind: "group", name: "Go", members: [person("eve")] });
		expect(again).toMatchObject({ name: "Chess", size: 2, last: { text: "hello" } });
		const strange = () => one.company.begin(member("eve"), { kind: "group", members: [] });
		expect(faultCodeOf(strange)).toBe("forbidden");
	});

	test("[CONV1] needs two users for a direct one, and an id of its kind", () => {
		expect([direct("ada"), direct("ada", "ada"), direct("ada", "bob", "eve")]).toEqual(Array(3).fill("bad_frame"));
		const group = new TestConversation("d.1");
		expect(faultCodeOf(() => group.company.begin(member("ada"), { kind: "group", members: [] }))).toBe("bad_frame");
	});
});

describe("who may", () => {
	test("[CONV2] only members read, write and hear", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		const eve = member("eve");
		for (const attempt of [
			() => one.talk.history(eve, {}),
			() => one.company.about(eve),
			() => one.talk.react(eve, { seq: 1, emoji: "👍", on: true }),
			() => one.talk.edit(eve, { seq: 1, text: "x" }),
			() => one.talk.delete(member("eve", "moderator"), { seq: 1 }),
			() => one.talk.typing(eve),
			() => one.talk.mark("eve", { read: 1 }),
			() => one.talk.report(eve, { seq: 1, reason: "" }),
			() => one.company.rename(eve, "x"),
			() => one.company.members(eve, { add: [person("eve")] }),
			() => one.company.block([{ by: "eve", user: "ada" }], true),
			() => one.company.leave("eve"),
		])
			expect(faultCodeOf(attempt)).toBe("forbidden");
		expect(await faultOfPromise(one.talk.post(eve, { id: "x", text: "x" }))).toMatchObject({ code: "forbidden" });
		expect(one.inboxes.of("eve")).toEqual([]);
	});

	test("[CONV2] before it has begun there is nothing", async () => {
		const one = new TestConversation();
		expect(faultCodeOf(() => one.company.about(ORIGIN))).toBe("not_found");
		expect(await faultOfPromise(one.talk.post(member("ada"), { id: "x", text: "x" }))).toMatchObject({
			code: "not_found",
		});
	});

	test("[CONV2] the origin reads, and writes for itself or in a member's name; all are told, that member too", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.talk.post(ORIGIN, { id: "x", text: "the site" });
		const { message } = await one.talk.post({ kind: "origin", as: { id: "ada" } }, { id: "x", text: "by mail" });
		expect(message).toMatchObject({ seq: 2, from: person("ada") });
		expect(one.talk.history(ORIGIN, {}).messages.map(({ from }) => from?.id)).toEqual([undefined, "ada"]);
		for (const user of ["ada", "bob"])
			expect(one.inboxes.of(user)).toEqual(["message 1 the site", "message 2 by mail"]);
		const asStranger = one.talk.post({ kind: "origin", as: { id: "eve" } }, { id: "y", text: "x" });
		expect(await faultOfPromise(asStranger)).toMatchObject({ code: "forbidden" });
	});

	test("[CONV2] an area that is off refuses everything", () => {
		const one = new TestConversation("g.1", { enabled: false });
		expect(faultCodeOf(() => one.company.begin(member("ada"), { kind: "group", members: [] }))).toBe("area_off");
	});

	test("[CONV2] a member is called what they are called now", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		const renamed = { kind: "member", person: { id: "ada", name: "Countess" } } as const;
		await one.talk.post(renamed, { id: "x", text: "x" });
		expect(one.company.about(member("bob")).members[0]).toEqual(renamed.person);
	});
});

describe("a group", () => {
	test("[CONV11] is renamed, and people are added, by any member", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		expect(one.company.rename(member("bob"), "Chess")).toMatchObject({ name: "Chess" });
		expect(one.company.members(member("bob"), { add: [person("eve"), person("ada")] })).toMatchObject({ size: 3 });
		await turn();
		expect(one.inboxes.of("ada")).toEqual(["conversation", "conversation"]);
		expect(one.inboxes.of("eve")).toEqual(["conversation"]);
		expect(one.inboxes.of("bob")).toEqual([]);
		await one.wake();
		expect(one.company.about(member("eve"))).toMatchObject({ name: "Chess", size: 3 });
	});

	test("[CONV11] its creator, moderators and the origin remove members, others do not", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve", "dan", "cy"]);
		expect(faultCodeOf(() => one.company.members(member("bob"), { remove: ["eve"] }))).toBe("forbidden");
		one.company.members(member("ada"), { remove: ["eve", "nobody"] });
		one.company.members(member("bob", "moderator"), { remove: ["dan"] });
		one.company.members(ORIGIN, { remove: ["cy"] });
		await turn();
		expect(["eve", "dan", "cy"].map((user) => one.inboxes.of(user).at(-1))).toEqual(Array(3).fill("removed"));
		expect(one.company.about(member("bob")).members.map(({ id }) => id)).toEqual(["ada", "bob"]);
		expect(faultCodeOf(() => one.talk.history(member("eve"), {}))).toBe("forbidden");
	});

	test("[CONV11] is left, and one that nobody is left in is wiped, with its files", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		await one.say("ada", "", { files: ["f1"] });
		one.company.leave("ada");
		await turn();
		expect(one.inboxes.of("bob").at(-1)).toBe("conversation");
		expect([one.wiped, one.files.kept.size]).toEqual([0, 1]);
		one.company.leave("bob");
		await turn();
		expect([one.wiped, one.files.kept.size]).toEqual([1, 0]);
	});

	test("[CONV11] that nobody is left in waits for what is still owed", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.broken.add("bob");
		one.company.members(member("ada"), { remove: ["bob"] });
		one.company.leave("ada");
		await turn();
		expect(one.wiped).toBe(0);
		one.inboxes.broken.clear();
		await one.later(10_000);
		expect([one.wiped, one.inboxes.of("bob")]).toEqual([1, ["removed"]]);
	});

	test("[CONV11] that nobody is left in is wiped after a crash, too", async () => {
		const one = await new TestConversation().begin(["ada"]);
		one.host.wake = undefined;
		one.store.removeMember("ada");
		await one.wake();
		expect([one.wiped, one.host.wake]).toEqual([0, one.host.now()]);
		await one.later(0);
		expect(one.wiped).toBe(1);
	});

	test("[CONV11] has no more members than there may be, and shows some of many", async () => {
		const users = Array.from({ length: CHAT_LIMITS.members }, (_, n) => `u${n}`);
		const one = await new TestConversation().begin(users);
		const about = one.company.about(ORIGIN);
		expect([about.size, about.members.length]).toEqual([CHAT_LIMITS.members, CHAT_LIMITS.shownMembers]);
		expect(faultCodeOf(() => one.company.members(ORIGIN, { add: [person("eve")] }))).toBe("too_large");
		expect(one.company.about(ORIGIN).size).toBe(CHAT_LIMITS.members);
	});

	test("[CONV11] a direct conversation has its two members for good", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"]);
		for (const attempt of [
			() => one.company.leave("ada"),
			() => one.company.rename(member("ada"), "x"),
			() => one.company.members(member("ada"), { add: [person("eve")] }),
		])
			expect(faultCodeOf(attempt)).toBe("forbidden");
	});

	test("[CONV11] a name is neither empty nor too long", async () => {
		const one = await new TestConversation().begin(["ada"]);
		expect(faultCodeOf(() => one.company.rename(member("ada"), " "))).toBe("bad_frame");
		expect(faultCodeOf(() => one.company.rename(member("ada"), "é".repeat(CHAT_LIMITS.nameChars + 1)))).toBe(
			"too_large",
		);
		expect(one.company.rename(member("ada"), "👑".repeat(CHAT_LIMITS.nameChars)).name).toHaveLength(200);
	});
});

describe("closing", () => {
	test("[CONV12] refuses whatever would be said there, and lets it be read and deleted", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		expect(one.company.close()).toMatchObject({ closed: true });
		await turn();
		expect([one.inboxes.of("ada"), one.inboxes.of("bob").slice(1)]).toEqual([["conversation"], ["conversation"]]);
		const ada = member("ada");
		for (const attempt of [
			() => one.talk.edit(ada, { seq: 1, text: "x" }),
			() => one.talk.react(ada, { seq: 1, emoji: "👍", on: true }),
			() => one.talk.typing(ada),
			() => one.company.rename(ada, "x"),
			() => one.company.members(ada, { add: [person("eve")] }),
		])
			expect(faultCodeOf(attempt)).toBe("conflict");
		expect(await faultOfPromise(one.talk.post(ada, { id: "x", text: "x" }))).toMatchObject({ code: "conflict" });
		expect(await faultOfPromise(one.talk.post(ORIGIN, { id: "x", text: "x" }))).toMatchObject({ code: "conflict" });
		expect(one.shown("bob")).toEqual(["1 hello"]);
		expect(one.talk.delete(ada, { seq: 1 })).toMatchObject({ deleted: true });
		await one.wake();
		expect(one.company.about(ada).closed).toBe(true);
	});
});

const pad = (number: number) => String(number).padStart(3, "0");

describe("the members of a large group", () => {
	const users = Array.from({ length: 200 }, (_, index) => `u${pad(index)}`);

	test("[CONV18] are all there, by name, a page at a time, whoever comes and goes meanwhile", async () => {
		const one = await new TestConversation("g.1").begin(users.toReversed());
		const found: string[] = [];
		let after: string | undefined;
		do {
			const page = one.company.people(member("u000"), { ...(after !== undefined && { after }) });
			expect(page.people.length).toBeLessThanOrEqual(CHAT_LIMITS.membersPage);
			found.push(...page.people.map(({ id }) => id));
			after = page.next;
			// The cursor is a place, not a member.
			if (found.length !== 50) continue;
			one.company.members(ORIGIN, { remove: ["u049"] });
			one.company.members(ORIGIN, { add: [person("u0495")] });
		} while (after !== undefined);
		expect(found).toEqual([...users.slice(0, 50), "u0495", ...users.slice(50)]);
		expect(one.company.people(ORIGIN, { limit: 200 })).toMatchObject({ found: 200 });
		expect(one.company.people(ORIGIN, { limit: 200 }).next).toBeUndefined();
	});

	test("[CONV18] are found by a search whatever case and accents, and by their ids", async () => {
		const one = await new TestConversation("g.1").begin(["ada", ...users.slice(0, 30)]);
		one.company.members(ORIGIN, { add: [{ id: "t", name: "Tomás Álvarez" }, { id: "i" }] });
		const ids = (asked: object) => one.company.people(member("ada"), asked).people.map(({ id }) => id);
		expect(ids({ query: "alva TOM" })).toEqual(["t"]);
		expect(ids({ query: "u02" })).toHaveLength(10);
		expect(ids({ query: "I" })).toEqual(["i"]);
		expect(ids({ users: ["t", "nobody", "ada"] }).toSorted()).toEqual(["ada", "t"]);
		expect(one.company.people(member("ada"), { query: "u02", limit: 3 })).toMatchObject({ found: 10 });
	});

	test("[CONV18] are told to members alone, with whether they may remove others", async () => {
		const one = await new TestConversation("g.1").begin(["ada", "bob"]);
		const may = (by: Parameters<typeof one.company.people>[0]) => one.company.people(by, {}).mayRemove;
		expect([may(member("ada")), may(member("bob")), may(member("bob", "moderator")), may(ORIGIN)]).toEqual([
			true,
			false,
			true,
			true,
		]);
		expect(faultCodeOf(() => one.company.people(member("eve"), {}))).toBe("forbidden");
		one.company.close();
		expect(may(member("ada"))).toBe(false);
	});

	test("[CONV19] a member's new name is told to the others at once, and nothing where it is the same", async () => {
		const one = await new TestConversation("g.1").begin(["ada", "bob", "eve"]);
		await one.say("ada", "hello");
		one.inboxes.clear();
		one.talk.history({ kind: "member", person: { id: "bob", name: "Robert" } }, {});
		await turn();
		expect([one.inboxes.of("ada"), one.inboxes.of("bob"), one.inboxes.of("eve")]).toEqual([
			["conversation"],
			[],
			["conversation"],
		]);
		const [told] = one.inboxes.told;
		expect(told?.news).toMatchObject({ about: { members: [{}, { id: "bob", name: "Robert" }, {}] } });
		one.talk.history({ kind: "member", person: { id: "bob", name: "Robert", info: { mood: 1 } } }, {});
		await turn();
		expect(one.inboxes.told).toHaveLength(2);
	});

	test("[CONV19] a new name in a direct conversation that nothing was said in is told to nobody", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"]);
		one.company.about({ kind: "member", person: { id: "ada", name: "Augusta" } });
		await turn();
		expect(one.inboxes.told).toEqual([]);
		await one.say("ada", "hello");
		one.company.about({ kind: "member", person: { id: "ada", name: "Ada L." } });
		await turn();
		expect(one.inboxes.of("bob")).toEqual(["message 1 hello", "conversation"]);
	});
});
