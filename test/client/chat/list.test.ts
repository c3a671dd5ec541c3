import { describe, expect, it } from "vitest";
import { settle } from "../support/clock.ts";
import { ada, bob, cyd, Device, device } from "./device.ts";
import { Refusal } from "./fake-answers.ts";
import { FakeInbox } from "./fake-inbox.ts";

/** An inbox with many conversations, the first the latest. */
function inboxOf(count: number): FakeInbox {
	const inbox = new FakeInbox(ada);
	const start = inbox.now();
	for (let number = 1; number <= count; number++)
		inbox.has(`d.${number}`, { at: start - number * 1_000, unread: 1, muted: number % 10 === 0 });
	return inbox;
}

const ids = ({ chat }: Device) => chat.inbox.get().conversations.map(({ id }) => id);

describe("the list", () => {
	it("is connecting until it is there", async () => {
		const inbox = inboxOf(3);
		inbox.holds.add("list");
		const page = await device(inbox);
		expect(page.chat.inbox.get()).toMatchObject({ state: "connecting", you: ada, conversations: [] });
		inbox.says("d.3", bob, "meanwhile");
		await settle();
		inbox.release();
		await settle();
		expect(page.chat.inbox.get()).toMatchObject({ state: "live", unread: 4, more: false });
		expect(ids(page)).toEqual(["d.3", "d.1", "d.2"]);
		expect(inbox.count("list")).toBe(1);
	});

	it("[CHAT9] comes in pages, and counts what is not loaded", async () => {
		const inbox = inboxOf(120);
		const page = await device(inbox);
		expect(page.chat.inbox.get()).toMatchObject({ unread: 108, more: true });
		expect(ids(page)).toHaveLength(50);
		await Promise.all([page.chat.more(), page.chat.more()]);
		expect(ids(page)).toHaveLength(100);
		await page.chat.more();
		expect(ids(page)).toHaveLength(120);
		expect(new Set(ids(page)).size).toBe(120);
		expect(page.chat.inbox.get()).toMatchObject({ unread: 108, more: false });
		inbox.drop();
		inbox.forget();
		await page.clock.advance(10_000);
		expect(ids(page)).toHaveLength(120);
	});

	it("[CHAT9] is loaded where a message is in a conversation that is not", async () => {
		const inbox = inboxOf(70);
		const page = await device(inbox);
		inbox.says("d.65", bob, "after a long time");
		inbox.says("d.65", bob, "again");
		await settle();
		expect(ids(page)[0]).toBe("d.65");
		expect(page.chat.inbox.get().unread).toBe(65);
		expect(inbox.count("list")).toBe(2);
	});

	it("[CHAT9] counts what is not muted, as it is told", async () => {
		const inbox = inboxOf(3);
		const { chat } = await device(inbox);
		expect(chat.inbox.get().unread).toBe(3);
		const open = chat.conversation("d.1");
		await open.mute(true);
		await settle();
		expect(chat.inbox.get().unread).toBe(2);
		inbox.says("d.1", bob, "quiet");
		await settle();
		expect(chat.inbox.get()).toMatchObject({ unread: 2, conversations: [{ id: "d.1", unread: 2 }, {}, {}] });
		await open.mute(false);
		await settle();
		expect(chat.inbox.get().unread).toBe(4);
		await open.leave();
		await settle();
		expect(chat.inbox.get().unread).toBe(2);
		inbox.tell("chat.removed", { conversation: "d.unknown" });
		await settle();
		expect(inbox.count("list")).toBe(2);
	});

	it("is the same with what was told while it was on its way, older or newer than it", async () => {
		const inbox = inboxOf(3);
		const page = await device(inbox);
		inbox.isQuiet = true;
		inbox.says("d.2", bob, "one");
		inbox.says("d.2", bob, "two");
		inbox.holds.add("list");
		inbox.drop();
		inbox.forget();
		await page.clock.advance(2_000);
		inbox.isQuiet = false;
		// Told late, and in the list already; then what is not.
		const { messages } = inbox.conversations.get("d.2")!;
		for (const [index, message] of messages.entries())
			inbox.tell("chat.message", { conversation: "d.2", message, unread: index + 2 });
		inbox.says("d.3", bob, "three");
		await settle();
		inbox.release();
		await settle();
		expect(page.chat.inbox.get()).toMatchObject({ unread: 6 });
		expect(page.chat.inbox.get().conversations.map(({ last }) => last?.text)).toEqual(["three", "two", undefined]);
	});

	it("[CHAT16] counts a message that was overtaken by a later one, and none that was deleted", async () => {
		const inbox = inboxOf(2);
		const { chat } = await device(inbox);
		const [first, second] = [
			{ seq: 1, at: inbox.now(), from: bob, text: "1" },
			{ seq: 2, at: inbox.now(), from: bob, text: "2" },
		];
		inbox.tell("chat.message", { conversation: "d.1", message: second, unread: 2 });
		inbox.tell("chat.message", { conversation: "d.1", message: first, unread: 3 });
		await settle();
		expect(chat.inbox.get()).toMatchObject({
			unread: 4,
			conversations: [{ id: "d.1", unread: 3, last: { seq: 2 } }, {}],
		});
		const gone = { ...first, text: "", deleted: true };
		inbox.tell("chat.changed", { conversation: "d.1", message: gone, unread: 2 });
		await settle();
		expect(chat.inbox.get().unread).toBe(3);
		inbox.tell("chat.read", { conversation: "d.1", seq: 1, unread: 1 });
		inbox.tell("chat.changed", { conversation: "d.1", message: { ...second, edited: 5 } });
		await settle();
		expect(chat.inbox.get().unread).toBe(2);
	});

	it("[CHAT16] is loaded where a message was deleted in a conversation that is not", async () => {
		const inbox = inboxOf(70);
		const page = await device(inbox);
		const message = inbox.says("d.65", bob, "x", { at: 1 });
		await settle();
		const asked = inbox.count("list");
		const kept = inbox.kept("d.66");
		kept.messages.push({ ...message, seq: ++kept.head });
		inbox.changes("d.66", kept.head, { text: "", deleted: true });
		await settle();
		expect(inbox.count("list")).toBe(asked + 1);
		expect(page.errors).toEqual([]);
	});

	it("takes new conversations, and those that begin here", async () => {
		const inbox = inboxOf(1);
		const page = await device(inbox);
		expect(await page.chat.direct("bob")).toBe("d.bob");
		expect(await page.chat.create("Team", ["bob", "cyd"])).toBe("g.3");
		await settle();
		expect(ids(page)).toEqual(["d.bob", "g.3", "d.1"]);
		inbox.refuses.set("open", new Refusal("forbidden"));
		await expect(page.chat.direct("eve")).rejects.toMatchObject({ code: "forbidden" });
	});

	it("is asked for again where that failed, and is reported where it is refused", async () => {
		const inbox = inboxOf(1);
		inbox.refuses.set("list", new Refusal("overloaded", 2_000));
		const page = await device(inbox);
		inbox.refuses.clear();
		await page.clock.advance(3_000);
		expect(page.chat.inbox.get()).toMatchObject({ state: "live", unread: 1 });
		const other = inboxOf(1);
		other.refuses.set("list", new Refusal("not_supported"));
		const refused = await device(other);
		expect(refused.errors).toMatchObject([{ code: "not_supported" }]);
		expect(refused.chat.inbox.get().state).toBe("connecting");
	});

	it("is loaded on to where a conversation that is shown stands", async () => {
		const inbox = inboxOf(120);
		const { chat } = await device(inbox);
		const open = chat.conversation("d.111");
		await settle();
		expect(open.get().summary?.id).toBe("d.111");
		expect(inbox.count("list")).toBe(3);
		expect(chat.conversation("d.unknown").get().summary).toBeUndefined();
	});

	it("knows the blocked", async () => {
		const inbox = inboxOf(1);
		inbox.blocked = ["eve"];
		const { chat } = await device(inbox);
		expect(chat.inbox.get().blocked).toEqual(["eve"]);
		await chat.block("bob", true);
		expect(chat.inbox.get().blocked).toEqual(["eve", "bob"]);
		await chat.block("eve", false);
		await settle();
		expect(chat.inbox.get().blocked).toEqual(["bob"]);
	});
});

describe("arrivals", () => {
	it("[CHAT11] are messages of others that come while the page is there, those of an absence included", async () => {
		const inbox = inboxOf(70);
		inbox.says("d.1", bob, "before");
		const page = await device(inbox);
		const arrived: string[] = [];
		const undo = page.chat.onArrival(({ conversation, message }) => arrived.push(`${conversation.id} ${message.text}`));
		page.chat.conversation("d.1");
		inbox.says("d.1", bob, "live");
		inbox.says("d.1", ada, "from the phone");
		inbox.says("d.66", cyd, "not loaded yet");
		await settle();
		expect(arrived).toEqual(["d.1 live", "d.66 not loaded yet"]);
		inbox.isAway = true;
		inbox.drop();
		inbox.says("d.1", bob, "missed");
		inbox.isAway = false;
		await page.clock.advance(10_000);
		expect(arrived.slice(2)).toEqual(["d.1 missed"]);
		inbox.drop();
		inbox.forget();
		await page.clock.advance(10_000);
		undo();
		inbox.says("d.1", bob, "nobody listens");
		await settle();
		expect(arrived).toHaveLength(3);
	});

	it("[CHAT11] are told to all handlers, whatever one throws", async () => {
		const inbox = inboxOf(1);
		const { chat, errors } = await device(inbox);
		const told: string[] = [];
		chat.onArrival(() => {
			throw new Error("mine");
		});
		chat.onArrival(({ message }) => told.push(message.text));
		inbox.says("d.1", bob, "hi");
		await settle();
		expect(told).toEqual(["hi"]);
		expect(errors).toMatchObject([{ message: "mine" }]);
	});
});

describe("what is not of its shape", () => {
	it("[CHAT12] is reported, and changes nothing", async () => {
		const inbox = inboxOf(2);
		const { chat, errors } = await device(inbox);
		const before = chat.inbox.get();
		inbox.tell("chat.message", { conversation: 1 });
		inbox.tell("chat.read", {});
		inbox.tell("chat.unheard", {});
		inbox.signal("chat.people", { count: "many" });
		await settle();
		expect(chat.inbox.get()).toBe(before);
		expect(errors).toHaveLength(3);
		inbox.says("d.1", bob, "still here");
		await settle();
		expect(chat.inbox.get().unread).toBe(3);
	});

	it("[CHAT12] rejects as an answer", async () => {
		const inbox = inboxOf(1);
		const { chat } = await device(inbox);
		inbox.has("d.eve", { unread: -1 });
		await expect(chat.direct("eve")).rejects.toMatchObject({ code: "bad_frame" });
	});
});

describe("states", () => {
	it("[CHAT13] are the same objects until something is different", async () => {
		const inbox = inboxOf(3);
		const page = await device(inbox);
		const { chat, clock } = page;
		const open = chat.conversation("d.1");
		const people = chat.people();
		await settle();
		const [ofInbox, ofOpen, ofPeople] = [chat.inbox, open, people].map((store) => Device.watch<object>(store));
		const { summary } = open.get();
		inbox.signal("chat.mark", { conversation: "d.1", mark: { user: "bob", delivered: 0, read: 0 } });
		inbox.tell("chat.read", { conversation: "d.1", seq: 0, unread: 1 });
		inbox.signal("chat.people", { count: 0 });
		inbox.drop();
		await clock.advance(10_000);
		// The connection went and came.
		expect(ofInbox).toHaveLength(3);
		expect([ofOpen?.length, ofPeople?.length]).toEqual([1, 1]);
		inbox.says("d.2", bob, "hi");
		await settle();
		expect(open.get().summary).toBe(summary);
		expect(ofOpen).toHaveLength(1);
		expect(new Set(ofInbox).size).toBe(ofInbox?.length);
	});

	it("[CHAT13] are told to all who listen, whatever one throws, until they leave", async () => {
		const inbox = inboxOf(1);
		const { chat, errors } = await device(inbox);
		const told: number[] = [];
		const leave = chat.inbox.subscribe(() => told.push(1));
		chat.inbox.subscribe(() => {
			throw new Error("mine");
		});
		const listen = () => void told.push(2);
		chat.inbox.subscribe(listen);
		chat.inbox.subscribe(listen)();
		inbox.says("d.1", bob, "hi");
		await settle();
		expect(told).toEqual([1, 2]);
		leave();
		leave();
		inbox.says("d.1", bob, "hi");
		await settle();
		expect(told).toEqual([1, 2, 2]);
		expect(errors).toHaveLength(2);
	});
});
