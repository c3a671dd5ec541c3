import { describe, expect, it } from "vitest";
import { settle } from "../support/clock.ts";
import { ada, bob, cyd, Device, device } from "./device.ts";
import { Refusal } from "./fake-answers.ts";
import { FakeInbox } from "./fake-inbox.ts";

function numbered(count: number): string[] {
	return Array.from({ length: count }, (_, index) => String(index + 1));
}

const message = (seq: number, text: string) => ({ seq, at: 1, text, from: bob });

async function withMessages(count: number, prepare: (inbox: FakeInbox) => void = () => undefined) {
	const inbox = new FakeInbox(ada);
	prepare(inbox);
	inbox.has("d.bob", {}, numbered(count), bob);
	const made = await device(inbox);
	const open = made.chat.conversation("d.bob");
	const shown = () => open.get().messages.map(({ text }) => text);
	return { inbox, open, shown, chat: made.chat, clock: made.clock, errors: made.errors };
}

describe("a conversation's messages", () => {
	it("[CHAT4] are loaded page by page, the newest first", async () => {
		const { inbox, open, shown } = await withMessages(120);
		await settle();
		expect([shown().length, shown()[0], open.get().more]).toEqual([50, "71", true]);
		const older = open.older();
		// One who scrolls on while it is on its way waits for the same.
		await Promise.all([older, open.older()]);
		expect([shown().length, shown()[0], open.get().more]).toEqual([100, "21", true]);
		await open.older();
		expect(shown()).toEqual(numbered(120));
		expect(open.get()).toMatchObject({ more: false, loading: false });
		expect(inbox.count("history")).toBe(3);
	});

	it("[CHAT4] are in order and there once, with what came while a page was on its way", async () => {
		const { inbox, open, shown } = await withMessages(60, ({ holds }) => holds.add("history"));
		await settle();
		inbox.says("d.bob", bob, "61");
		inbox.changes("d.bob", 60, { text: "60 edited" });
		await settle();
		expect(open.get()).toMatchObject({ loading: true, messages: [] });
		inbox.release();
		await settle();
		expect(shown().slice(-2)).toEqual(["60 edited", "61"]);
		inbox.holds.add("history");
		const older = open.older();
		await settle();
		inbox.changes("d.bob", 1, { text: "1 edited" });
		inbox.changes("d.bob", 61, { text: "61 edited" });
		inbox.says("d.bob", bob, "62");
		await settle();
		expect(shown().at(-1)).toBe("62");
		inbox.release();
		await older;
		expect(shown()).toHaveLength(62);
		expect([shown()[0], ...shown().slice(-2)]).toEqual(["1 edited", "61 edited", "62"]);
	});

	it("[CHAT4] get nothing put before them that has a hole behind it, and each its place", async () => {
		const { inbox, shown } = await withMessages(60);
		await settle();
		inbox.tell("chat.message", { conversation: "d.bob", message: message(5, "late"), unread: 0 });
		inbox.tell("chat.message", { conversation: "d.bob", message: message(72, "72"), unread: 1 });
		inbox.tell("chat.message", { conversation: "d.bob", message: message(71, "71"), unread: 2 });
		inbox.tell("chat.message", { conversation: "d.bob", message: message(71, "again"), unread: 2 });
		await settle();
		expect(shown()).toHaveLength(52);
		expect(shown().slice(-2)).toEqual(["71", "72"]);
	});

	it("[CONV31] are reacted to by an emoji; anything else is not asked for", async () => {
		const { inbox, open } = await withMessages(2);
		await settle();
		for (const text of ["fool", "👍👍", ""])
			await expect(open.react(2, text, true)).rejects.toMatchObject({ code: "bad_frame" });
		expect(inbox.count("react")).toBe(0);
		await open.react(2, "fool", false);
		expect(inbox.count("react")).toBe(1);
	});

	it("change as their authors and readers change them", async () => {
		const { inbox, open } = await withMessages(2);
		await settle();
		await open.edit(2, "two");
		await open.react(2, "👍", true);
		await open.delete(1);
		await open.report(2, "rude");
		await settle();
		expect(open.get().messages).toMatchObject([
			{ seq: 1, text: "", deleted: true },
			{ seq: 2, text: "two", reactions: [{ emoji: "👍", users: ["ada"] }] },
		]);
		expect(open.get().summary?.last?.text).toBe("two");
		inbox.refuses.set("edit", new Refusal("forbidden"));
		await expect(open.edit(2, "three")).rejects.toMatchObject({ code: "forbidden" });
		await expect(open.edit(9, "")).rejects.toMatchObject({ code: "forbidden" });
	});
});

describe("coming back", () => {
	it("[CHAT5] after a short absence brings what was missed and asks for no messages again", async () => {
		const { inbox, open, shown, clock } = await withMessages(60);
		await settle();
		inbox.isAway = true;
		inbox.drop();
		inbox.says("d.bob", bob, "61");
		inbox.changes("d.bob", 20, { text: "20 edited" });
		inbox.conversations.get("d.bob")?.marks.set("bob", { user: "bob", delivered: 61, read: 61 });
		inbox.isAway = false;
		inbox.requests.length = 0;
		await clock.advance(10_000);
		expect(shown()[9]).toBe("20 edited");
		expect(shown().at(-1)).toBe("61");
		expect(open.get().marks).toEqual([{ user: "bob", delivered: 61, read: 61 }]);
		expect(inbox.requests).toEqual([{ do: "history", conversation: "d.bob", limit: 1 }]);
	});

	it("[CHAT4][CHAT5] after a short absence a message that was deleted meanwhile stands there as deleted", async () => {
		const { inbox, open, chat, clock } = await withMessages(3);
		await settle();
		inbox.isAway = true;
		inbox.drop();
		inbox.says("d.bob", bob, "secret");
		inbox.changes("d.bob", 4, { text: "", deleted: true });
		inbox.isAway = false;
		await clock.advance(10_000);
		expect(open.get().messages.at(-1)).toMatchObject({ seq: 4, text: "", deleted: true });
		expect(chat.inbox.get()).toMatchObject({ unread: 0, conversations: [{ last: { seq: 4, deleted: true } }] });
	});

	it("[CHAT5] after a gap loads the pages that were shown, where they join", async () => {
		const { inbox, open, shown, clock, chat } = await withMessages(90);
		await settle();
		await open.older();
		expect(shown()).toHaveLength(90);
		inbox.drop();
		inbox.forget();
		inbox.isQuiet = true;
		inbox.says("d.bob", bob, "91");
		inbox.changes("d.bob", 3, { text: "", deleted: true });
		inbox.isQuiet = false;
		inbox.forget();
		await clock.advance(10_000);
		expect(shown()).toEqual([...numbered(2), "", ...numbered(91).slice(3)]);
		expect(open.get()).toMatchObject({ more: false, loading: false });
		expect(chat.inbox.get().conversations[0]?.last?.text).toBe("91");
	});

	it("[CHAT5] after a gap lets go what does not join", async () => {
		const { inbox, open, shown, clock } = await withMessages(10);
		await settle();
		inbox.drop();
		for (let count = 11; count <= 100; count++) inbox.says("d.bob", bob, String(count));
		inbox.forget();
		await clock.advance(10_000);
		expect([shown().length, shown()[0], open.get().more]).toEqual([50, "51", true]);
		await open.older();
		await open.older();
		expect(shown()).toEqual(numbered(100));
	});

	it("[CHAT5] gives up a page that was on its way where all was loaded anew", async () => {
		const { inbox, open, shown, clock } = await withMessages(60);
		await settle();
		inbox.holds.add("history");
		const older = open.older();
		await settle();
		inbox.forget();
		inbox.drop();
		await expect(older).rejects.toMatchObject({ code: "disconnected" });
		inbox.release();
		await clock.advance(10_000);
		expect(shown()).toHaveLength(50);
		expect(open.get().loading).toBe(false);
	});

	it("[CHAT5] a conversation that was closed meanwhile is loaded when it is shown again", async () => {
		const { inbox, open, chat, clock } = await withMessages(3);
		await settle();
		open.close();
		open.close();
		inbox.says("d.bob", bob, "4");
		await settle();
		const again = chat.conversation("d.bob");
		expect(again.get().messages).toHaveLength(4);
		expect(inbox.count("history")).toBe(1);
		again.close();
		inbox.drop();
		inbox.forget();
		inbox.conversations.get("d.bob")?.messages.push({ seq: 5, at: 1, text: "5" });
		await clock.advance(10_000);
		expect(inbox.count("history")).toBe(1);
		const third = chat.conversation("d.bob");
		await settle();
		expect(third.get().messages).toHaveLength(5);
	});

	it("loads at last where the first try was lost, and says why where it is refused", async () => {
		const { inbox, open, clock, chat } = await withMessages(3, ({ loses }) => loses.set("history", "request"));
		await settle();
		inbox.loses.clear();
		expect(open.get().loading).toBe(true);
		await clock.advance(31_000);
		expect(open.get()).toMatchObject({ loading: false, messages: [{}, {}, {}] });
		inbox.refuses.set("history", new Refusal("overloaded", 3_000));
		inbox.has("d.cyd", {}, ["x"], cyd);
		const other = chat.conversation("d.cyd");
		await settle();
		expect(other.get()).toMatchObject({ loading: true });
		inbox.refuses.set("history", new Refusal("forbidden"));
		await clock.advance(5_000);
		expect(other.get()).toMatchObject({ loading: false, failed: "forbidden" });
		inbox.refuses.clear();
		other.close();
		const again = chat.conversation("d.cyd");
		await settle();
		expect(again.get()).toMatchObject({ loading: false, failed: undefined, messages: [{ text: "x" }] });
	});
});

it("two devices show the same, whoever did it", async () => {
	const inbox = new FakeInbox(ada);
	inbox.has("g.1", { name: "Group", members: [ada, bob, cyd] }, ["one"], bob);
	const [phone, laptop] = [await device(inbox), new Device(inbox)];
	const [there, here] = [phone.chat.conversation("g.1"), laptop.chat.conversation("g.1")];
	await settle();
	there.send("two");
	here.send("three");
	await there.react(1, "🎉", true);
	await here.rename("Team");
	await here.mute(true);
	await there.members({ add: ["dan"], remove: ["cyd"] });
	await phone.chat.block("bob", true);
	await settle();
	expect(there.get()).toEqual(here.get());
	expect(there.get().messages.map(({ text }) => text)).toEqual(["one", "two", "three"]);
	expect(there.get().summary).toMatchObject({ name: "Team", muted: true, members: [ada, bob, { id: "dan" }] });
	expect(phone.chat.inbox.get()).toEqual(laptop.chat.inbox.get());
	expect(laptop.chat.inbox.get().blocked).toEqual(["bob"]);
	await here.leave();
	await settle();
	// What it was stays to be shown; nothing can be said there any more.
	expect(there.get()).toMatchObject({ out: true, summary: { name: "Team", unread: 0 } });
	expect(phone.chat.inbox.get().conversations).toEqual([]);
});
