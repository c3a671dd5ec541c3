import { describe, expect, it } from "vitest";
import { Chat, type Keep } from "../../../src/client/chat/index.ts";
import { hasRoom, KEEP_LIMITS } from "../../../src/client/keep/limits.ts";
import { ManualClock, settle } from "../support/clock.ts";
import { FakeStorage } from "../support/fake-keep.ts";
import { ada, bob, cyd, Device } from "./device.ts";
import { Refusal } from "./fake-answers.ts";
import { FakeInbox } from "./fake-inbox.ts";

const DAY_MS = 86_400_000;

/** A server that takes every file, under its name. */
async function uploaded(url: string, { body }: RequestInit): Promise<Response> {
	const name = new URL(url).searchParams.get("name") ?? "";
	const bytes = body instanceof Blob ? body.size : 0;
	return Response.json({ file: { id: `f.${name}`, name, type: "text/plain", bytes, url: `/v1/files/f/${name}` } });
}

/** A page of a browser: a chat of its own over the storage of the browser. */
class Page {
	readonly chat: Chat;
	readonly inbox: FakeInbox;
	readonly clock: ManualClock;

	constructor(inbox: FakeInbox, keep: Keep | undefined, clock = new ManualClock()) {
		const device = new Device(inbox, clock, { environment: { fetch: uploaded } });
		// The device has a chat of its own, without a storage.
		device.chat.close();
		this.chat = new Chat({ parlour: device.parlour, keep });
		this.inbox = inbox;
		this.clock = clock;
	}

	drafts(id = "d.bob"): (string | boolean | undefined)[][] {
		return this.chat
			.conversation(id)
			.get()
			.drafts.map(({ text, state, code, kept }) => [text, state, code, kept]);
	}

	/** The page is gone, without a word. */
	async vanish(): Promise<void> {
		this.chat.close();
		await settle();
	}
}

async function page(inbox: FakeInbox, keep: Keep | undefined, clock?: ManualClock): Promise<Page> {
	const made = new Page(inbox, keep, clock);
	await settle();
	return made;
}

function inboxOf(you = ada): FakeInbox {
	const inbox = new FakeInbox(you);
	inbox.has("d.bob", {}, [], bob);
	inbox.has("d.cyd", {}, [], cyd);
	return inbox;
}

function textsIn(inbox: FakeInbox, id = "d.bob"): string[] {
	return (inbox.conversations.get(id)?.messages ?? []).map(({ text }) => text);
}

/** A page that goes offline, writes, and is gone. */
async function leaveBehind(inbox: FakeInbox, storage: FakeStorage, ...texts: string[]): Promise<void> {
	const first = await page(inbox, storage.page());
	inbox.isAway = true;
	inbox.drop();
	for (const text of texts) first.chat.conversation("d.bob").send(text, { replyTo: 1 });
	await settle();
	await first.vanish();
	inbox.isAway = false;
}

describe("what was sent and has not arrived", () => {
	it("[KEEP1] is sent by the next page, in order, once, with what it answers, and is kept no longer", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		await leaveBehind(inbox, storage, "one", "two");
		expect(storage.all).toHaveLength(2);
		await page(inbox, storage.page());
		expect(textsIn(inbox)).toEqual(["one", "two"]);
		expect(inbox.requests.filter(({ do: name }) => name === "post").map(({ replyTo }) => replyTo)).toEqual([1, 1]);
		expect(storage.all).toEqual([]);
		await page(inbox, storage.page());
		expect(textsIn(inbox)).toEqual(["one", "two"]);
	});

	it("[KEEP1] goes before what the next page sends, whatever is shown there", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		await leaveBehind(inbox, storage, "one");
		const clock = new ManualClock();
		await clock.advance(1_000);
		const next = new Page(inbox, storage.page(), clock);
		next.chat.conversation("d.bob").send("two");
		await settle();
		expect(textsIn(inbox)).toEqual(["one", "two"]);
	});

	it("[KEEP1] was stored once where the page had sent it, and the answer was lost with the page", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		const first = await page(inbox, storage.page());
		inbox.loses.set("post", "answer");
		inbox.isQuiet = true;
		first.chat.conversation("d.bob").send("one");
		await settle();
		await first.vanish();
		inbox.loses.clear();
		await page(inbox, storage.page());
		expect(inbox.count("post")).toBe(2);
		expect(textsIn(inbox)).toEqual(["one"]);
		expect(storage.all).toEqual([]);
	});

	it("[KEEP2] takes its files along: those that are uploaded by their ids, the others by their bytes", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		const first = await page(inbox, storage.page());
		inbox.isAway = true;
		inbox.drop();
		const there = { id: "f1", name: "a.txt", type: "text/plain", bytes: 1, url: "/v1/files/f1/a.txt" };
		const blob = new Blob(["bytes"]);
		first.chat.conversation("d.bob").send("", { files: [there, { name: "b.txt", blob }] });
		await settle();
		expect(storage.all).toMatchObject([{ bytes: 5 }]);
		await first.vanish();
		inbox.isAway = false;
		const next = await page(inbox, storage.page());
		expect(inbox.requests.findLast(({ do: name }) => name === "post")).toMatchObject({ files: ["f1", "f.b.txt"] });
		expect([next.drafts(), storage.all]).toEqual([[], []]);
	});

	it("[KEEP3] is one user's: another one neither sees nor sends it", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		await leaveBehind(inbox, storage, "one");
		const others = inboxOf(cyd);
		const other = await page(others, storage.page());
		expect([other.drafts(), textsIn(others), storage.all.length]).toEqual([[], [], 1]);
		await page(inbox, storage.page());
		expect([textsIn(inbox), storage.all]).toEqual([["one"], []]);
	});

	it("[KEEP3] stays for its user where the page gets another one", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		const first = await page(inbox, storage.page());
		inbox.isAway = true;
		inbox.drop();
		first.chat.conversation("d.bob").send("one");
		await settle();
		// The line comes back as somebody else's.
		Object.assign(inbox, { you: cyd });
		inbox.isAway = false;
		await first.clock.advance(60_000);
		expect([textsIn(inbox), storage.all.length]).toEqual([[], 1]);
		expect(first.drafts()).toEqual([]);
		Object.assign(inbox, { you: ada });
		await page(inbox, storage.page());
		expect([textsIn(inbox), storage.all]).toEqual([["one"], []]);
	});

	it("[KEEP4] is shown by all pages, and sent by one, in the order in which it was written", async () => {
		const [inbox, storage, clock] = [inboxOf(), new FakeStorage(), new ManualClock()];
		const pages = [await page(inbox, storage.page(), clock), await page(inbox, storage.page(), clock)];
		inbox.isAway = true;
		inbox.drop();
		for (const [index, text] of ["one", "two", "three", "four"].entries()) {
			await clock.advance(10);
			pages[index % 2]?.chat.conversation("d.bob").send(text);
		}
		await settle();
		await clock.advance(KEEP_LIMITS.adoptMs);
		for (const one of pages) expect(one.drafts().map(([text]) => text)).toEqual(["one", "two", "three", "four"]);
		inbox.isAway = false;
		await clock.advance(60_000);
		expect(textsIn(inbox)).toEqual(["one", "two", "three", "four"]);
		expect(inbox.count("post")).toBe(4);
		for (const one of pages) expect(one.drafts()).toEqual([]);
	});

	it("[KEEP4] of a page that is gone is sent by one that is there", async () => {
		const [inbox, storage, clock] = [inboxOf(), new FakeStorage(), new ManualClock()];
		const first = await page(inbox, storage.page(), clock);
		await page(inbox, storage.page(), clock);
		inbox.loses.set("post", "request");
		first.chat.conversation("d.bob").send("one");
		await settle();
		await first.vanish();
		inbox.loses.clear();
		await settle();
		await clock.advance(KEEP_LIMITS.adoptMs);
		expect(textsIn(inbox)).toEqual(["one"]);
	});

	it("[KEEP5] is discarded on all pages, and does not come back", async () => {
		const [inbox, storage, clock] = [inboxOf(), new FakeStorage(), new ManualClock()];
		const first = await page(inbox, storage.page(), clock);
		const other = await page(inbox, storage.page(), clock);
		inbox.isAway = true;
		inbox.drop();
		first.chat.conversation("d.bob").send("one");
		await settle();
		await clock.advance(KEEP_LIMITS.adoptMs);
		const [draft] = other.chat.conversation("d.bob").get().drafts;
		other.chat.conversation("d.bob").discard(draft?.id ?? "");
		await settle();
		await clock.advance(100);
		expect([first.drafts(), other.drafts(), storage.all]).toEqual([[], [], []]);
		inbox.isAway = false;
		await clock.advance(60_000);
		expect(textsIn(inbox)).toEqual([]);
	});

	it("[KEEP8] is told in the list, also where nothing shows the conversation, until it has arrived or is discarded", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		const first = await page(inbox, storage.page());
		inbox.refuses.set("post", new Refusal("rate_limited"));
		first.chat.conversation("d.bob").send("one");
		await settle();
		inbox.refuses.clear();
		inbox.isAway = true;
		inbox.drop();
		first.chat.conversation("d.cyd").send("two");
		await settle();
		const both = [
			{ id: "d.bob", state: "failed" },
			{ id: "d.cyd", state: "sending" },
		];
		expect(first.chat.inbox.get().unsent).toEqual(both);
		await first.vanish();
		inbox.isAway = false;
		const next = await page(inbox, storage.page());
		expect(next.chat.inbox.get().unsent).toEqual([both[0]]);
		const open = next.chat.conversation("d.bob");
		open.discard(open.get().drafts[0]?.id ?? "");
		expect([next.chat.inbox.get().unsent, textsIn(inbox, "d.cyd")]).toEqual([[], ["two"]]);
	});

	it("[KEEP5] that was refused is failed on the next page, too, and can be sent again there", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		const first = await page(inbox, storage.page());
		inbox.refuses.set("post", new Refusal("rate_limited"));
		first.chat.conversation("d.bob").send("one");
		await settle();
		await first.vanish();
		inbox.refuses.clear();
		const next = await page(inbox, storage.page());
		expect(next.drafts()).toEqual([["one", "failed", "rate_limited", true]]);
		const open = next.chat.conversation("d.bob");
		open.retry(open.get().drafts[0]?.id ?? "");
		await settle();
		expect([textsIn(inbox), next.drafts(), storage.all]).toEqual([["one"], [], []]);
	});

	it("[KEEP6] that has waited too long is failed as expired, and not sent by itself", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		await leaveBehind(inbox, storage, "one");
		const clock = new ManualClock();
		await clock.advance(8 * DAY_MS);
		const next = await page(inbox, storage.page(), clock);
		expect(next.drafts()).toEqual([["one", "failed", "expired", true]]);
		expect(textsIn(inbox)).toEqual([]);
		const open = next.chat.conversation("d.bob");
		open.retry(open.get().drafts[0]?.id ?? "");
		await settle();
		expect(textsIn(inbox)).toEqual(["one"]);
	});

	it("[KEEP6] is kept up to so many and so large; one more waits in the page alone, and says so", () => {
		const many = Array.from({ length: KEEP_LIMITS.messages }, (_, index) => ({ id: `m${index}`, bytes: 0 }));
		expect(hasRoom(many.slice(1), { id: "x", bytes: 0 })).toBe(true);
		expect(hasRoom(many, { id: "x", bytes: 0 })).toBe(false);
		expect(hasRoom(many, { id: "m0", bytes: 0 })).toBe(true);
		expect(hasRoom([{ id: "a", bytes: KEEP_LIMITS.bytes }], { id: "x", bytes: 1 })).toBe(false);
	});

	it("[KEEP7] is said to be lost with the page where the browser keeps nothing, and is sent all the same", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		storage.isForbidden = true;
		for (const keep of [storage.page(), undefined]) {
			const one = await page(inbox, keep);
			inbox.isAway = true;
			inbox.drop();
			one.chat.conversation("d.bob").send("one");
			await settle();
			expect(one.drafts()).toEqual([["one", "sending", undefined, false]]);
			inbox.isAway = false;
			await one.clock.advance(60_000);
			expect(one.drafts()).toEqual([]);
			expect(textsIn(inbox)).toContain("one");
			await one.vanish();
		}
	});

	it("[KEEP1] waits on where the connection has ended for good, for the next one", async () => {
		const [inbox, storage] = [inboxOf(), new FakeStorage()];
		const first = await page(inbox, storage.page());
		inbox.loses.set("post", "request");
		first.chat.conversation("d.bob").send("one");
		await settle();
		inbox.drop(4003);
		await settle();
		expect(first.drafts()).toEqual([["one", "sending", undefined, true]]);
		inbox.loses.clear();
		await page(inbox, storage.page());
		expect([textsIn(inbox), storage.all]).toEqual([["one"], []]);
	});
});
