import { describe, expect, test, vi } from "vitest";
import { DEFAULT_RULES } from "../../../../../src/config/rules.ts";
import { CHAT_LIMITS } from "../../../../../src/protocol/chat/limits.ts";
import { member, ORIGIN, person, TestConversation } from "../../../../support/conversation.ts";
import { faultCodeOf, faultOfPromise } from "../../../../support/faults.ts";
import { turn } from "../../../../support/host.ts";

const ada = member("ada");
const bob = member("bob");

/** The code of the fault that saying something ends in. */
async function refusal(saying: Promise<unknown>): Promise<string> {
	return (await faultOfPromise(saying)).code;
}

describe("posting", () => {
	test("[CONV3] stores the text as it was written, and answers the message", async () => {
		const one = await new TestConversation("d.1").begin(["ada", "bob"]);
		const text = " line\nline <b>&amp;</b> \u2028 👩‍👩‍👧 ";
		const posted = await one.talk.post(ada, { id: "x", text });
		const message = { seq: 1, at: one.host.now(), id: "x", from: person("ada"), text };
		expect(posted.message).toEqual(message);
		expect(posted.about).toMatchObject({ id: "d.1", last: message });
		expect(one.talk.history(bob, {})).toMatchObject({ messages: [message], more: false });
	});

	test("[CONV3][CONV30] takes as many characters as it says, and empty text with files only", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		await one.say("ada", "👑".repeat(CHAT_LIMITS.textChars));
		expect(await refusal(one.say("ada", "👑".repeat(CHAT_LIMITS.textChars + 1)))).toBe("too_large");
		expect(await refusal(one.say("ada", "x".repeat(CHAT_LIMITS.textChars + 1)))).toBe("too_large");
		expect(await refusal(one.say("ada", " \n"))).toBe("bad_frame");
		expect(await refusal(one.say("ada", "\u200b\u3164"))).toBe("bad_frame");
		expect(await one.say("ada", "", { files: ["f1"] })).toBe(2);
	});

	test("[CONV3] answers a message that is there, and no other", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		one.talk.react(bob, { seq: 1, emoji: "👍", on: true });
		expect(await one.say("bob", "yes", { replyTo: 1 })).toBe(3);
		expect(one.talk.history(ada, {}).messages[1]).toMatchObject({ replyTo: 1 });
		for (const replyTo of [2, 4, 99]) expect(await refusal(one.say("bob", "no", { replyTo }))).toBe("not_found");
		one.talk.delete(ada, { seq: 1 });
		expect(await one.say("bob", "too late", { replyTo: 1 })).toBe(5);
	});

	test("[CONV3] attaches files that its author uploaded, and no other", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		one.files.add("f2", "bob");
		await one.say("ada", "look", { files: ["f1"] });
		expect(one.talk.history(bob, {}).messages[0]?.files).toEqual([one.files.kept.get("f1")?.file]);
		expect(await refusal(one.say("ada", "mine", { files: ["f2"] }))).toBe("not_found");
		expect(await refusal(one.say("ada", "none", { files: ["f3"] }))).toBe("not_found");
	});

	test("[CONV3] looks again when its files have been found: who was removed meanwhile says nothing", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "bob");
		const saying = one.say("bob", "look", { files: ["f1"] });
		one.company.members(ada, { remove: ["bob"] });
		expect(await refusal(saying)).toBe("forbidden");
		expect(one.shown("ada")).toEqual([]);
	});

	test("[CONV4] again under the same id is answered as the first, and told to nobody", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.inboxes.online.add("bob");
		const first = await one.talk.post(ada, { id: "x", text: "hello" });
		await one.wake();
		const again = await one.talk.post(ada, { id: "x", text: "hello" });
		expect(again).toEqual({ ...first, again: true });
		expect(again.delivered).toEqual(["bob"]);
		expect(one.inboxes.of("bob")).toEqual(["message 1 hello"]);
	});

	test("[CONV4] ids are each user's own", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hers", { id: "x" });
		await one.say("bob", "his", { id: "x" });
		await one.talk.post(ORIGIN, { id: "x", text: "the site's" });
		expect(one.shown("ada")).toEqual(["1 hers", "2 his", "3 the site's"]);
	});

	test("[CONV4] with files, twice at the same time, is one message", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		const post = () => one.talk.post(ada, { id: "x", text: "hello", files: ["f1"] });
		const [first, second] = await Promise.all([post(), post()]);
		expect([first.message.seq, second.message.seq, second.again]).toEqual([1, 1, true]);
		expect(one.inboxes.of("bob")).toEqual(["message 1 hello"]);
	});

	test("[CONV14] as fast as the area lets a user; the origin is not counted", async () => {
		const rates = { ...DEFAULT_RULES.rates, user: { perSecond: 1, burst: 2 } };
		const one = await new TestConversation("g.1", { rates }).begin(["ada", "bob"]);
		await one.say("ada", "1");
		await one.say("ada", "2");
		expect(await faultOfPromise(one.say("ada", "3"))).toMatchObject({ code: "rate_limited", retryAfter: 1_000 });
		expect(faultCodeOf(() => one.talk.react(ada, { seq: 1, emoji: "x", on: true }))).toBe("rate_limited");
		await one.say("bob", "4");
		for (const id of "abcdef") await one.talk.post(ORIGIN, { id, text: id });
		one.host.advance(1_000);
		one.files.add("f1", "ada");
		await one.say("ada", "5", { files: ["f1"] });
	});
});

describe("editing", () => {
	test("[CONV5] changes the text, says when, and tells the others", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "helo");
		one.host.advance(5);
		const edited = one.talk.edit(ada, { seq: 1, text: "hello" });
		expect(edited).toMatchObject({ seq: 1, text: "hello", edited: one.host.now(), at: one.host.now() - 5 });
		one.talk.edit(ada, { seq: 1, text: "hello!" });
		await turn();
		expect(one.shown("bob")).toEqual(["1 hello!"]);
		expect(one.inboxes.of("bob").at(-1)).toBe("changed 1 hello!");
		expect(one.inboxes.of("ada")).toEqual([]);
	});

	test("[CONV5] as often as one likes keeps no more than what was said first and last", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "first");
		for (let n = 0; n < 20; n++) one.talk.edit(ada, { seq: 1, text: `edit ${n};` });
		await one.wake();
		expect(one.shown("bob")).toEqual(["1 edit 19;"]);
		expect(JSON.stringify(one.log.read(0, 99, 9e9)).match(/first|edit \d+;/g)).toEqual(["first", "edit 19;"]);
		expect(one.store.changes(1, 1).get(1)?.edits).toEqual([21]);
	});

	test("[CONV5] is the author's alone", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		for (const by of [bob, member("bob", "moderator"), ORIGIN])
			expect(faultCodeOf(() => one.talk.edit(by, { seq: 1, text: "x" }))).toBe("forbidden");
		expect(faultCodeOf(() => one.talk.edit(ada, { seq: 1, text: "" }))).toBe("bad_frame");
		expect(faultCodeOf(() => one.talk.edit(ada, { seq: 2, text: "x" }))).toBe("not_found");
		one.talk.delete(ada, { seq: 1 });
		expect(faultCodeOf(() => one.talk.edit(ada, { seq: 1, text: "x" }))).toBe("not_found");
	});
});

describe("deleting", () => {
	test("[CONV6] takes the text and that of its edits out of the log, and its files with it", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		await one.say("bob", "first");
		await one.say("ada", "secret one", { files: ["f1"], replyTo: 1, id: "x" });
		one.talk.edit(ada, { seq: 2, text: "secret two" });
		one.talk.react(bob, { seq: 2, emoji: "👍", on: true });
		const gone = { seq: 2, at: one.host.now(), id: "x", from: person("ada"), replyTo: 1, text: "", deleted: true };
		expect(one.talk.delete(ada, { seq: 2 })).toEqual(gone);
		await turn();
		expect(one.talk.history(bob, {}).messages[1]).toEqual(gone);
		expect(JSON.stringify([one.log.read(0, 99, 9e9), [...one.store.changes(0, 99)]])).not.toMatch(/secret|f1/);
		expect(one.files.kept.size).toBe(0);
		expect(one.inboxes.of("bob").at(-1)).toBe("changed 2 ");
		expect(one.talk.delete(ada, { seq: 2 })).toEqual(gone);
		expect(one.log.head).toBe(5);
	});

	test("[CONV6] is the author's, a moderator's and the origin's", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		for (const text of ["1", "2", "3"]) await one.say("ada", text);
		expect(faultCodeOf(() => one.talk.delete(bob, { seq: 1 }))).toBe("forbidden");
		one.talk.delete(member("bob", "moderator"), { seq: 1 });
		one.talk.delete(ORIGIN, { seq: 2 });
		one.talk.delete(ada, { seq: 3 });
		expect(one.shown("bob")).toEqual(["1 ", "2 ", "3 "]);
	});

	test("[CONV6] files that could not be deleted are deleted when they can be", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		await one.say("ada", "", { files: ["f1"] });
		one.files.isBroken = true;
		one.talk.delete(ada, { seq: 1 });
		await turn();
		expect(one.files.kept.size).toBe(1);
		one.files.isBroken = false;
		await one.wake();
		await one.later(60_000);
		expect([one.files.kept.size, one.store.owed()]).toEqual([0, []]);
	});

	test("[CONV6] what retention takes is looked through for files a page at a time", async () => {
		const one = await new TestConversation("g.1", { history: { messages: 1_000, days: 1 } }).begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		await one.say("ada", "", { files: ["f1"] });
		for (let n = 0; n < 60; n++) await one.say("bob", "x".repeat(4_000));
		one.host.advance(3 * 86_400_000);
		const read = vi.spyOn(one.log, "read");
		expect(one.talk.history(ada, {}).messages).toEqual([]);
		// Out of sight at once, and deleted a day later.
		one.host.advance(86_400_000);
		expect(one.talk.history(ada, {}).messages).toEqual([]);
		await turn();
		expect(one.files.kept.size).toBe(0);
		expect(Math.max(...read.mock.calls.map(([, , bytes]) => bytes))).toBeLessThan(1_000_000);
		expect(read.mock.calls.length).toBeGreaterThan(1);
	});

	test("[CONV6] what retention takes has its files deleted, too", async () => {
		const history = { messages: 10, days: 1 };
		const one = await new TestConversation("g.1", { history }).begin(["ada", "bob"]);
		one.files.add("f1", "ada");
		await one.say("ada", "", { files: ["f1"] });
		one.talk.react(bob, { seq: 1, emoji: "👍", on: true });
		await one.later(2 * 86_400_000);
		expect(one.shown("ada")).toEqual([]);
		await one.later(86_400_000);
		expect([one.files.kept.size, one.shown("ada"), one.store.changes(0, 99).size]).toEqual([0, [], 0]);
	});
});

describe("reactions", () => {
	test("[CONV7] are each user's once, come and go, and are told", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		one.talk.react(bob, { seq: 1, emoji: "👍", on: true });
		one.talk.react(bob, { seq: 1, emoji: "👍", on: true });
		one.talk.react(ada, { seq: 1, emoji: "👍", on: true });
		const both = { emoji: "👍", users: ["bob", "ada"] };
		expect(one.talk.react(ada, { seq: 1, emoji: "🎉", on: true }).reactions).toEqual([
			both,
			{ emoji: "🎉", users: ["ada"] },
		]);
		one.talk.react(ada, { seq: 1, emoji: "🎉", on: false });
		expect(one.talk.history(bob, {}).messages[0]?.reactions).toEqual([both]);
		await turn();
		expect([one.inboxes.of("ada").length, one.inboxes.of("bob").length]).toEqual([1, 4]);
	});

	test("[CONV7] are so many different ones, to messages that are there", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		const react = (emoji: string, seq = 1) => one.talk.react(bob, { seq, emoji, on: true });
		for (let n = 0; n < CHAT_LIMITS.reactions; n++) react(`e${n}`);
		expect(faultCodeOf(() => react("one more"))).toBe("too_large");
		react("e0");
		expect(faultCodeOf(() => react("x", 2))).toBe("not_found");
		one.talk.delete(ada, { seq: 1 });
		expect(faultCodeOf(() => react("x"))).toBe("not_found");
	});

	test("[CONV7] are no more in all than can be told with the message", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		await one.say("ada", "hello");
		const users = Array.from({ length: 1_010 }, (_, n) => `${n}`.padStart(95, "u"));
		one.store.saveChange(1, { edits: [], reactions: [{ emoji: "👍", users }] });
		const react = (emoji: string, on = true) => faultCodeOf(() => one.talk.react(bob, { seq: 1, emoji, on }));
		expect(react("x")).toBe("too_large");
		one.store.saveChange(1, { edits: [], reactions: [{ emoji: "👍", users: users.slice(0, 900) }] });
		one.talk.react(bob, { seq: 1, emoji: "x", on: true });
	});
});

describe("history", () => {
	test("[CONV8] comes in pages, the newest first, as the messages stand now", async () => {
		const one = await new TestConversation().begin(["ada", "bob"]);
		for (let n = 1; n <= 130; n++) {
			const seq = await one.say("ada", `text ${n}`);
			if (n % 2 === 0) one.talk.react(bob, { seq, emoji: "👍", on: true });
			if (n % 5 === 0) one.talk.edit(ada, { seq, text: `edited ${n}` });
		}
		const texts: string[] = [];
		let pages = 0;
		for (let before: number | undefined, more = true; more; pages++) {
			const page = one.talk.history(bob, { before, limit: 40 });
			texts.unshift(...page.messages.map(({ text }) => text));
			before = page.messages[0]?.seq;
			more = page.more;
		}
		const expected = Array.from({ length: 130 }, (_, n) => `${(n + 1) % 5 === 0 ? "edited" : "text"} ${n + 1}`);
		expect([texts, pages]).toEqual([expected, 4]);
		expect(one.talk.history(bob, {}).messages).toHaveLength(CHAT_LIMITS.historyPage);
	});

	test("[CONV8] the last message is found without reading all that became of it since", async () => {
		const one = await new TestConversation().begin(["ada", "bob", "eve"]);
		await one.say("eve", "0");
		await one.say("ada", "1");
		for (let n = 0; n < 500; n++) {
			one.talk.react(bob, { seq: 2, emoji: "👍", on: n % 2 === 0 });
			one.host.advance(1_000);
		}
		await one.wake();
		const readBack = vi.spyOn(one.log, "readBack");
		expect(one.company.about(bob).last?.seq).toBe(2);
		readBack.mockClear();
		for (let n = 0; n < 10; n++) expect(one.company.about(bob).last?.seq).toBe(2);
		expect(readBack).toHaveBeenCalledTimes(10);
		one.company.block([{ by: "bob", user: "ada" }], true);
		expect(one.company.about(bob).last?.seq).toBe(1);
		expect(await one.say("eve", "2")).toBe(503);
		expect([ada, bob].map((by) => one.company.about(by).last?.seq)).toEqual([503, 503]);
	});

	test("[CONV8] ends where retention has been", async () => {
		const one = await new TestConversation("g.1", { history: { messages: 3, days: 1 } }).begin(["ada"]);
		for (const text of ["1", "2", "3", "4", "5"]) await one.say("ada", text);
		expect(one.talk.history(ada, { limit: 2 })).toMatchObject({ more: true });
		expect(one.shown("ada")).toEqual(["3 3", "4 4", "5 5"]);
		expect(faultCodeOf(() => one.talk.edit(ada, { seq: 2, text: "x" }))).toBe("not_found");
	});
});
