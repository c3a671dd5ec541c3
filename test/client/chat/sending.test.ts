import { describe, expect, it } from "vitest";
import type { ParlourOptions } from "../../../src/client/index.ts";
import { settle } from "../support/clock.ts";
import { ada, bob, Device, device } from "./device.ts";
import { Refusal } from "./fake-answers.ts";
import { FakeInbox } from "./fake-inbox.ts";

/** A device that shows a conversation with Bob. */
async function withBob(texts: readonly string[] = [], options?: Partial<ParlourOptions>) {
	const inbox = new FakeInbox(ada);
	inbox.has("d.bob", {}, texts, bob);
	const { chat, clock, errors } = await device(inbox, options);
	const open = chat.conversation("d.bob");
	await settle();
	const shown = () => open.get().messages.map(({ text }) => text);
	const drafts = () => open.get().drafts.map(({ text, state, code }) => [text, state, ...(code ? [code] : [])]);
	return { chat, clock, errors, inbox, open, shown, drafts };
}

it("[CHAT15] lists, opens, sends, receives, reads, and leaves nothing behind", async () => {
	const { chat, inbox, errors, clock, open, shown } = await withBob(["Hello"]);
	expect(chat.inbox.get()).toMatchObject({ state: "live", you: ada, unread: 0, conversations: [{ id: "d.bob" }] });
	expect(open.get()).toMatchObject({ loading: false, messages: [{ text: "Hello" }], summary: { id: "d.bob" } });
	open.send("Hi Bob");
	expect(open.get().drafts).toMatchObject([{ text: "Hi Bob", state: "sending" }]);
	await settle();
	expect(open.get()).toMatchObject({ drafts: [], messages: [{ text: "Hello" }, { text: "Hi Bob", from: ada }] });
	inbox.says("d.bob", bob, "How are you?");
	await settle();
	expect(shown()).toEqual(["Hello", "Hi Bob", "How are you?"]);
	expect(chat.inbox.get()).toMatchObject({ unread: 1, conversations: [{ unread: 1, last: { text: "How are you?" } }] });
	open.read();
	await clock.advance(1_000);
	expect(inbox.requests.at(-1)).toEqual({ do: "read", conversation: "d.bob", seq: 3 });
	expect(chat.inbox.get()).toMatchObject({ unread: 0, conversations: [{ unread: 0 }] });
	chat.people();
	open.type();
	inbox.signal("chat.typing", { conversation: "d.bob", user: bob });
	inbox.loses.set("post", "answer");
	open.send("lost");
	await settle();
	chat.close();
	await settle();
	expect(clock.pending).toBe(0);
	expect(chat.inbox.get().state).toBe("closed");
	expect(errors).toEqual([]);
});

describe("a message that is sent", () => {
	it("[CHAT1] is a draft, and then one message, whichever of answer and event comes first", async () => {
		for (const first of ["answer", "event"]) {
			const { inbox, open, shown, drafts } = await withBob(["Hello"]);
			if (first === "event") inbox.holds.add("post");
			else inbox.isQuiet = true;
			open.send("Hi");
			expect(drafts()).toEqual([["Hi", "sending"]]);
			await settle();
			expect([shown(), drafts()]).toEqual([["Hello", "Hi"], []]);
			inbox.release();
			await settle();
			expect([shown(), drafts()]).toEqual([["Hello", "Hi"], []]);
		}
	});

	it("[CHAT2] goes out again under its id where it was not answered, and is there once", async () => {
		for (const lost of ["request", "answer"] as const) {
			// Before a heartbeat tells that there is an event.
			const { inbox, open, shown, drafts, clock } = await withBob(["Hello"], { timeout: 5_000 });
			inbox.loses.set("post", lost);
			inbox.isQuiet = true;
			open.send("Hi");
			await settle();
			expect(drafts()).toEqual([["Hi", "sending"]]);
			if (lost === "request") inbox.drop();
			inbox.loses.clear();
			await clock.advance(6_000);
			expect([shown(), drafts()]).toEqual([["Hello", "Hi"], []]);
			const [one, two] = inbox.requests.filter((asked) => asked.do === "post");
			expect(one).toEqual(two);
			expect(inbox.conversations.get("d.bob")?.messages).toHaveLength(2);
		}
	});

	it("[CHAT1][CHAT2] is not sent again where its event has come meanwhile", async () => {
		const { inbox, open, shown, drafts, clock } = await withBob();
		inbox.loses.set("post", "answer");
		open.send("Hi");
		await settle();
		inbox.drop();
		await clock.advance(10_000);
		expect([shown(), drafts()]).toEqual([["Hi"], []]);
		expect(inbox.count("post")).toBe(1);
	});

	it("[CHAT2] waits longer from failure to failure, and only asks while it is connected", async () => {
		const { inbox, open, clock, drafts } = await withBob();
		inbox.loses.set("post", "request");
		open.send("Hi");
		const pauses: number[] = [];
		for (let asked = 1; asked < 4; asked++) {
			let passed = 0;
			for (; inbox.count("post") === asked; passed += 250) await clock.advance(250);
			pauses.push(passed - 30_000);
		}
		expect(pauses).toEqual([250, 500, 1_000]);
		inbox.isAway = true;
		inbox.drop();
		await clock.advance(120_000);
		expect(inbox.count("post")).toBe(4);
		inbox.isAway = false;
		inbox.loses.clear();
		await clock.advance(60_000);
		expect(inbox.count("post")).toBe(5);
		expect(drafts()).toEqual([]);
	});

	it("[CHAT2] keeps its place: one after another is sent, also those that were written while away", async () => {
		const { inbox, open, clock, shown, drafts } = await withBob();
		inbox.isAway = true;
		inbox.drop();
		for (const text of ["one", "two", "three"]) open.send(text);
		await clock.advance(1_000);
		expect(drafts()).toHaveLength(3);
		inbox.isAway = false;
		inbox.holds.add("post");
		await clock.advance(30_000);
		expect(inbox.count("post")).toBe(1);
		inbox.release();
		await settle();
		expect([shown(), drafts()]).toEqual([["one", "two", "three"], []]);
	});

	it("[CHAT3] stays as failed where it is refused, and is sent again or discarded as the user says", async () => {
		const { inbox, open, shown, drafts } = await withBob();
		inbox.refuses.set("post", new Refusal("forbidden"));
		open.send("one", { replyTo: 1 });
		open.send("two");
		await settle();
		expect(drafts()).toEqual([
			["one", "failed", "forbidden"],
			["two", "failed", "forbidden"],
		]);
		const [one, two] = open.get().drafts;
		inbox.refuses.clear();
		open.discard(two?.id ?? "");
		open.retry(one?.id ?? "");
		open.retry(one?.id ?? "");
		open.discard(one?.id ?? "");
		expect(drafts()).toEqual([["one", "sending"]]);
		await settle();
		expect([shown(), drafts()]).toEqual([["one"], []]);
		expect(inbox.requests.at(-1)).toMatchObject({ id: one?.id, replyTo: 1 });
		open.retry("nothing");
		open.discard("nothing");
	});

	it("[CHAT3] has failed where the connection is lost for good", async () => {
		const { inbox, open, drafts } = await withBob();
		inbox.loses.set("post", "request");
		open.send("one");
		open.send("two");
		await settle();
		inbox.drop(4003);
		await settle();
		open.send("three");
		await settle();
		expect(drafts()).toEqual([
			["one", "failed", "closed"],
			["two", "failed", "closed"],
			["three", "failed", "closed"],
		]);
	});

	it("[CHAT1] of another device is there like that of somebody else, and is no draft", async () => {
		const { inbox, open, shown, chat } = await withBob(["Hello"]);
		const other = new Device(inbox);
		await settle();
		const there = other.chat.conversation("d.bob");
		there.send("from the phone");
		await settle();
		expect(shown()).toEqual(["Hello", "from the phone"]);
		expect(there.get().messages).toEqual(open.get().messages);
		expect(chat.inbox.get().unread).toBe(0);
	});

	it("takes its files along by their ids", async () => {
		const { inbox, open } = await withBob();
		const file = { id: "f1", name: "a.txt", type: "text/plain", bytes: 1, url: "/v1/files/f1/a.txt" };
		open.send("", { files: [file] });
		expect(open.get().drafts[0]?.files).toEqual([file]);
		await settle();
		expect(inbox.requests.at(-1)).toMatchObject({ do: "post", text: "", files: ["f1"] });
	});

	it("is sent to its end where nothing shows the conversation any more", async () => {
		const { inbox, open, clock } = await withBob();
		inbox.loses.set("post", "request");
		open.send("Hi");
		open.close();
		inbox.drop();
		inbox.loses.clear();
		await clock.advance(10_000);
		expect(inbox.conversations.get("d.bob")?.messages).toMatchObject([{ text: "Hi" }]);
	});
});
