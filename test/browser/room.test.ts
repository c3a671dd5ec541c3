import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { boxOf } from "./support/box.ts";
import { openLine } from "./support/line.ts";
import { launch } from "./support/person.ts";
import { channelOf, type RoomSite, startRoomSite, type Visit, Visitor } from "./support/room.ts";

const ADA = { id: "ada", name: "Ada" };
const GRACE = { id: "grace", name: "Grace" };

let site: RoomSite;
let browser: Browser;
const visitors: Visitor[] = [];

beforeAll(async () => {
	[site, browser] = await Promise.all([startRoomSite(), launch()]);
});

afterEach(async () => {
	for (const visitor of visitors.splice(0)) await visitor.leave();
});

afterAll(async () => {
	await browser?.close();
	await site?.stop();
});

async function enter(visit: Visit): Promise<Visitor> {
	const visitor = await Visitor.enter(browser, site, visit);
	visitors.push(visitor);
	await visitor.isLive();
	return visitor;
}

function post(item: string, text: string) {
	return site.origin.notify({ channel: channelOf(item), name: "message", data: { text } });
}

describe("<parlour-room>", () => {
	test("two people talk: each message is there once, the author's says who got it, and a reload brings it back", async () => {
		const item = "talk";
		const [ada, grace] = [await enter({ item, user: ADA }), await enter({ item, user: GRACE })];
		await ada.reads("2 people here");
		await ada.say("one", "two");
		await grace.sees("two");
		await grace.say("three\nwith a second line");
		await ada.sees("three");
		const expected = ["one", "two", "three\nwith a second line"];
		await expect.poll(() => ada.texts()).toEqual(expected);
		await expect.poll(() => grace.texts()).toEqual(expected);
		await ada.message("two").getByText("Received by 1").waitFor();
		await expect.poll(() => ada.room.locator(".mine .words").allTextContents()).toEqual(["one", "two"]);
		await expect.poll(() => ada.message("three").locator(".author").textContent()).toBe("Grace");

		await grace.page.reload();
		await grace.sees("three");
		await expect.poll(() => grace.texts()).toEqual(expected);
		await expect.poll(() => grace.room.locator(".mine .words").allTextContents()).toEqual(expected.slice(2));
	});

	test("Enter sends, and Shift with Enter begins a line", async () => {
		const ada = await enter({ item: "enter", user: ADA });
		await ada.field.pressSequentially("first");
		await ada.field.press("Shift+Enter");
		await ada.field.pressSequentially("second");
		expect(await ada.texts()).toEqual([]);
		await ada.field.press("Enter");
		expect(await ada.sees("first")).toEqual(["first\nsecond"]);
		await expect.poll(() => ada.field.inputValue()).toBe("");
		await ada.reads("Sent. Nobody else is here.");
	});

	test("who writes, who enters and who leaves is told", async () => {
		const item = "moves";
		const ada = await enter({ item, user: ADA });
		const grace = await enter({ item, user: GRACE });
		await ada.reads("Grace entered");
		await grace.field.pressSequentially("hm");
		await ada.reads("is typing…");
		await grace.say("there");
		await ada.sees("there");
		await ada.room.getByText("is typing…").waitFor({ state: "detached" });
		const names = ada.room.getByRole("complementary", { name: "People" }).locator(".name");
		await expect.poll(() => names.allTextContents()).toEqual(["Ada", "Grace"]);
		await grace.page.goto("about:blank");
		await ada.reads("Grace left");
		await ada.reads("1 person here");
	});

	test("notices can be switched off", async () => {
		const item = "quiet";
		const ada = await enter({ item, user: ADA, attributes: { notices: "off" } });
		const other = await enter({ item, user: { id: "o", name: "Other" } });
		await enter({ item, user: GRACE });
		await other.reads("Grace entered");
		await expect.poll(() => ada.room.locator(".note").count()).toBe(0);
	});

	test("a guest reads along and is told how to write", async () => {
		const item = "guest";
		const guest = await enter({ item, inner: '<a slot="guest" href="/login">Sign in here</a>' });
		await post(item, "for all");
		await guest.sees("for all");
		await expect.poll(() => guest.message("for all").locator(".author").textContent()).toBe("Announcement");
		await expect.poll(() => guest.field.count()).toBe(0);
		await guest.page.getByRole("link", { name: "Sign in here" }).waitFor();
		const plain = await enter({ item });
		await plain.reads("Sign in to write.");
	});

	test("a guest who signs in writes, without a new page", async () => {
		const visit = { item: "later" } as { item: string; user?: typeof ADA };
		const ada = await enter(visit);
		await ada.reads("Sign in to write.");
		visit.user = ADA;
		await ada.room.evaluate((room) => (room as HTMLElement & { restart(): void }).restart());
		await ada.say("signed in");
		expect(await ada.sees("signed in")).toEqual(["signed in"]);
	});

	test("history comes page by page as one goes up, and the place is kept", async () => {
		const item = "history";
		const texts = Array.from({ length: 90 }, (_, index) => `line ${index + 1}.`);
		await site.origin.notify(texts.map((text) => ({ channel: channelOf(item), name: "message", data: { text } })));
		const ada = await enter({ item, user: ADA, attributes: { history: "40" } });
		await ada.sees("line 90.");
		await expect.poll(() => ada.texts()).toHaveLength(40);
		const log = ada.room.getByRole("log");
		await expect.poll(() => distanceFromEnd(ada.page)).toBeLessThan(2);

		const where = ada.message("line 52.");
		await log.evaluate((box) => box.scrollTo(0, 30));
		const before = await boxOf(where);
		await ada.message("line 12.").waitFor({ state: "attached" });
		await expect.poll(async () => Math.abs((await boxOf(where)).y - before.y)).toBeLessThan(60);

		await log.evaluate((box) => box.scrollTo(0, 0));
		await ada.sees("line 1.");
		await expect.poll(() => ada.texts()).toEqual(texts);
		await ada.reads("This is where the conversation begins.");
		// Who reads above is not moved by what is new.
		await post(item, "new one");
		await ada.room.getByRole("button", { name: "1 new message" }).click();
		await ada.message("new one").waitFor();
		await expect.poll(() => distanceFromEnd(ada.page)).toBeLessThan(2);
	});

	test("who loses the connection is told so, what they write goes out later, and nothing is lost", async () => {
		const item = "away";
		const line = await openLine(site.port);
		const [ada, grace] = [await enter({ item, user: ADA }), await enter({ item, user: GRACE, url: line.url })];
		await ada.say("before");
		await grace.sees("before");
		line.cut();
		await grace.reads("The connection is interrupted.");
		await ada.say("meanwhile");
		await grace.say("from away");
		await grace.message("from away").getByText("Waiting for the connection").waitFor();
		line.mend();
		await grace.isLive();
		await ada.sees("from away");
		await grace.message("from away").getByText("Received by").waitFor();
		await expect.poll(() => grace.texts()).toEqual(await ada.texts());
		expect((await ada.texts()).toSorted()).toEqual(["before", "from away", "meanwhile"]);
		await line.close();
	});

	test("a message that is refused can be sent again, or discarded", async () => {
		const item = "refused";
		const ada = await enter({ item, user: ADA });
		const hash = await site.origin.channelHash(channelOf(item));
		await site.origin.kick(hash, ADA.id, { mute: true });
		await ada.sayAtOnce("once");
		await ada.message("once").getByText("Not sent. You are muted.").waitFor();
		await ada.reads("A moderator has muted you.");
		await site.origin.kick(hash, ADA.id, { mute: false });
		await ada.message("once").getByRole("button", { name: "Try again" }).click();
		await ada.message("once").getByText("Sent. Nobody").waitFor();
		await site.origin.kick(hash, ADA.id, { mute: true });
		await ada.sayAtOnce("twice");
		await ada.message("twice").getByRole("button", { name: "Discard" }).click();
		await ada.message("twice").waitFor({ state: "detached" });
		await expect.poll(() => ada.texts()).toEqual(["once"]);
	});

	test("a log that has begun anew is said to have done so", async () => {
		const item = "erased";
		const ada = await enter({ item, user: ADA });
		await ada.say("soon forgotten");
		await ada.reads("Sent.");
		await site.origin.erase(await site.origin.channelHash(channelOf(item)));
		await ada.reads("The room has begun anew.");
		await ada.isLive();
		await ada.say("first of the new log");
		expect(await ada.sees("first of the new log")).toEqual(["first of the new log"]);
	});

	test("its texts and its name follow the page's attributes", async () => {
		const ada = await enter({ item: "lang", user: ADA });
		await ada.room.evaluate((room) => {
			room.setAttribute("lang", "pt-BR");
			room.setAttribute("name", "O salão");
		});
		await ada.reads("1 pessoa aqui");
		await ada.room.getByRole("heading", { name: "O salão" }).waitFor();
		await ada.page.getByRole("textbox", { name: "Mensagem" }).waitFor();
		await expect.poll(() => ada.field.count()).toBe(0);
	});
});

function distanceFromEnd(page: Page): Promise<number> {
	return page
		.getByRole("log")
		.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
}
