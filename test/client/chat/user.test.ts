import { expect, it } from "vitest";
import { settle } from "../support/clock.ts";
import { Session, ticketOf } from "../support/session.ts";
import { ada, bob, device } from "./device.ts";
import { FakeInbox } from "./fake-inbox.ts";

async function chatOf(session: Session, fetch?: (url: string, init: RequestInit) => Promise<Response>) {
	const inbox = new FakeInbox(ada);
	inbox.has("d.bob", { unread: 1 }, ["Hello"], bob);
	inbox.people = [{ ...bob, status: "online", groups: ["7b"] }];
	const made = await device(inbox, { ticket: session.ticket, environment: { ...(fetch && { fetch }) } });
	const open = made.chat.conversation("d.bob");
	const people = made.chat.people();
	await settle();
	const { chat, parlour, clock } = made;
	return { chat, parlour, clock, inbox, open, people };
}

it("[WHO4] a chat whose user has changed holds nothing of that user any more, whatever was on its way", async () => {
	const session = new Session("ada");
	const { chat, parlour, inbox, open, people } = await chatOf(session);
	expect([chat.inbox.get().unread, people.get().count]).toEqual([1, 1]);
	inbox.holds.add("post").add("history").add("list");
	open.send("from Ada");
	const waiting = Promise.allSettled([open.older(), chat.more()]);
	await settle();
	session.user = "bob";
	await parlour.checkUser();
	const failed = { status: "rejected", reason: { code: "user_changed" } };
	expect(await waiting).toMatchObject([failed, failed]);
	inbox.release();
	await settle();
	expect(chat.inbox.get()).toEqual({
		state: "lost",
		code: "user_changed",
		you: undefined,
		conversations: [],
		more: false,
		unread: 0,
		blocked: [],
		unsent: [],
	});
	expect(open.get()).toMatchObject({ summary: undefined, messages: [], drafts: [], marks: [], typing: [] });
	expect(people.get()).toMatchObject({ count: 0, people: [] });
	open.send("by a program that did not look");
	await expect(chat.direct("bob")).rejects.toMatchObject({ code: "user_changed" });
	expect(open.get().drafts).toEqual([]);
	expect(inbox.count("post")).toBe(1);
});

it("[FILE13] a file is uploaded by the chat's user alone, and is not there for the next one", async () => {
	const file = { id: "f1", name: "a.txt", type: "text/plain", bytes: 2, url: "/v1/files/f1/a.txt" };
	const session = new Session("ada");
	const sent: string[] = [];
	const answers: ((response: Response) => void)[] = [];
	const fetch = (_: string, { headers }: RequestInit): Promise<Response> => {
		sent.push(new Headers(headers).get("authorization") ?? "");
		return new Promise((resolve) => answers.push(resolve));
	};
	const { chat, parlour } = await chatOf(session, fetch);
	const uploading = Promise.allSettled([chat.upload(new Blob(["hi"]), "a.txt")]);
	await settle();
	session.user = "bob";
	await parlour.checkUser();
	answers[0]?.(Response.json({ file }));
	expect(await uploading).toMatchObject([{ reason: { code: "user_changed" } }]);
	await expect(chat.upload(new Blob(["hi"]), "a.txt")).rejects.toMatchObject({ code: "user_changed" });
	expect(sent).toEqual([`Bearer ${ticketOf("ada")}`]);
});

it("[FILE13] an upload that finds another user signed in sends nothing", async () => {
	const session = new Session("ada");
	session.exp = 1_800_000_001;
	const sent: unknown[] = [];
	const fetch = (url: string): Promise<Response> => {
		sent.push(url);
		return Promise.reject(new TypeError("not to be asked"));
	};
	const { chat, clock } = await chatOf(session, fetch);
	session.user = "bob";
	await clock.advance(1_000);
	await expect(chat.upload(new Blob(["hi"]), "a.txt")).rejects.toMatchObject({ code: "user_changed" });
	expect(sent).toEqual([]);
});
