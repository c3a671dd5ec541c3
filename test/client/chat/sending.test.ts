import { expect, it } from "vitest";
import { settle } from "../support/clock.ts";
import { ada, bob, device } from "./device.ts";
import { FakeInbox } from "./fake-inbox.ts";

function inboxWithBob(...texts: string[]): FakeInbox {
	const inbox = new FakeInbox(ada);
	inbox.has("d.bob", {}, texts, bob);
	return inbox;
}

it("lists, opens, sends, receives and reads", async () => {
	const { chat, inbox, errors, clock } = await device(inboxWithBob("Hello"));
	expect(chat.inbox.get()).toMatchObject({ state: "live", you: ada, unread: 0, conversations: [{ id: "d.bob" }] });
	const open = chat.conversation("d.bob");
	expect(open.get()).toMatchObject({ loading: true, messages: [] });
	await settle();
	expect(open.get()).toMatchObject({ loading: false, messages: [{ text: "Hello" }], summary: { id: "d.bob" } });
	open.send("Hi Bob");
	expect(open.get().drafts).toMatchObject([{ text: "Hi Bob", state: "sending" }]);
	await settle();
	expect(open.get()).toMatchObject({ drafts: [], messages: [{ text: "Hello" }, { text: "Hi Bob", from: ada }] });
	inbox.says("d.bob", bob, "How are you?");
	await settle();
	expect(open.get().messages.map(({ text }) => text)).toEqual(["Hello", "Hi Bob", "How are you?"]);
	expect(chat.inbox.get()).toMatchObject({ unread: 1, conversations: [{ unread: 1, last: { text: "How are you?" } }] });
	open.read();
	await clock.advance(1_000);
	expect(inbox.requests.at(-1)).toEqual({ do: "read", conversation: "d.bob", seq: 3 });
	expect(chat.inbox.get()).toMatchObject({ unread: 0, conversations: [{ unread: 0 }] });
	chat.close();
	expect(clock.pending).toBe(0);
	expect(errors).toEqual([]);
});
