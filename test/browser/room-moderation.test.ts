import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launch } from "./support/person.ts";
import { channelOf, type RoomSite, startRoomSite, type Visit, Visitor } from "./support/room.ts";

const MODERATOR = { id: "mod", name: "Moira", role: "moderator" } as const;
const LINUS = { id: "linus", name: "Linus" };

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

async function both(item: string): Promise<[moderator: Visitor, linus: Visitor]> {
	const linus = await enter({ item, user: LINUS });
	return [await enter({ item, user: MODERATOR }), linus];
}

/** Takes away what the oldest browsers lack. */
async function makeOld(page: Page): Promise<void> {
	await page.addInitScript(() => {
		for (const name of ["showPopover", "hidePopover", "togglePopover", "popover"])
			Reflect.deleteProperty(HTMLElement.prototype, name);
		Reflect.deleteProperty(Intl, "Segmenter");
		for (const name of ["isWellFormed", "toWellFormed"]) Reflect.deleteProperty(String.prototype, name);
	});
}

/** Chooses something from the menu on somebody in the list of people. */
async function choose({ page, room }: Visitor, item: string): Promise<void> {
	await room.getByRole("button", { name: "Actions on Linus" }).click();
	await page.getByRole("menuitem", { name: item }).click();
}

describe("moderating in <parlour-room>", () => {
	test("a message is removed, for those who are there and those who come", async () => {
		const item = "remove";
		const [moderator, linus] = await both(item);
		await linus.say("stays", "must go");
		await moderator.sees("must go");
		await expect.poll(() => linus.room.getByRole("button", { name: /^Actions/ }).count()).toBe(0);
		await moderator.message("must go").hover();
		await moderator.message("must go").getByRole("button", { name: "Actions on this message by Linus" }).click();
		await moderator.page.getByRole("menuitem", { name: "Remove message" }).click();
		await linus.reads("This message was removed.");
		await moderator.reads("This message was removed.");
		await expect.poll(() => linus.texts()).toEqual(["stays"]);
		const late = await enter({ item });
		expect(await late.sees("stays")).toEqual(["stays"]);
	});

	test("all messages of somebody are removed, after a question", async () => {
		const [moderator, linus] = await both("remove-all");
		await linus.say("one", "two");
		await moderator.sees("two");
		await choose(moderator, "Remove all their messages…");
		await moderator.page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
		await expect.poll(() => moderator.texts()).toEqual(["one", "two"]);
		await choose(moderator, "Remove all their messages…");
		await moderator.page.getByRole("dialog").getByRole("button", { name: "Remove all" }).click();
		await moderator.room.getByText("This message was removed.").nth(1).waitFor();
		await expect.poll(() => moderator.texts()).toEqual([]);
	});

	test("who is muted is told for how long, goes on reading, and writes again when it is lifted", async () => {
		const item = "mute";
		const [moderator, linus] = await both(item);
		await choose(moderator, "Mute…");
		await moderator.page.getByRole("radio", { name: "1 hour" }).check();
		await moderator.page.getByRole("button", { name: "Mute", exact: true }).click();
		await moderator.page.getByRole("dialog").waitFor({ state: "detached" });
		await linus.sayAtOnce("unheard");
		await linus.reads("You can go on reading, and write again in 1 hour.");
		await moderator.say("quiet now");
		await linus.sees("quiet now");
		await expect.poll(() => moderator.texts()).toEqual(["quiet now"]);

		await choose(moderator, "Mute…");
		await moderator.page.getByRole("radio", { name: "No longer: lift it" }).check();
		await moderator.page.getByRole("button", { name: "Lift", exact: true }).click();
		await moderator.page.getByRole("dialog").waitFor({ state: "detached" });
		await linus.message("unheard").getByRole("button", { name: "Try again" }).click();
		await moderator.sees("unheard");
		await linus.say("heard again");
		await moderator.sees("heard again");
	});

	test("who is kicked is told so, and may come back in", async () => {
		const [moderator, linus] = await both("kick");
		await choose(moderator, "Kick…");
		await moderator.page.getByRole("dialog").getByRole("button", { name: "Kick out" }).click();
		await linus.reads("A moderator has asked you to leave this room.");
		await linus.field.waitFor({ state: "detached" });
		await linus.room.getByRole("button", { name: "Come back in" }).press("Enter");
		await linus.isLive();
		await expect.poll(() => hasKeyboard(linus.field)).toBe(true);
		await linus.say("back");
		expect(await moderator.sees("back")).toEqual(["back"]);
	});

	test("who is banned is told for how long, and a new page tells it again", async () => {
		const [moderator, linus] = await both("ban");
		await choose(moderator, "Ban…");
		await moderator.page.getByRole("radio", { name: "1 day" }).check();
		await moderator.page.getByRole("button", { name: "Ban", exact: true }).click();
		await linus.reads("You can come back in 1 day.");
		await linus.page.reload();
		await linus.reads("You can come back in 1 day.");
		const hash = await site.origin.channelHash(channelOf("ban"));
		await site.origin.kick(hash, LINUS.id, { ban: true });
		const said = await banners(linus);
		await linus.room.getByRole("button", { name: "Connect again" }).click();
		await linus.room.getByText("A moderator has banned you from this room.", { exact: true }).waitFor();
		await linus.room.getByRole("button", { name: "Connect again" }).waitFor({ state: "detached" });
		// One after the other, with nothing in between: neither a page without a word, nor a way back that is none.
		expect(await said()).toEqual([
			"A moderator has banned you from this room. You can come back in 1 day. Connecting…",
			"A moderator has banned you from this room.",
		]);
	});

	test("the menu is used by keyboard, and gives the keyboard back", async () => {
		const item = "keys";
		const [moderator, linus] = await both(item);
		await linus.say("first", "second");
		await moderator.sees("second");
		const { page } = moderator;
		const on = (text: string) => moderator.message(text).getByRole("button", { name: /^Actions/ });
		await on("second").focus();
		await page.keyboard.press("ArrowUp");
		await expect.poll(() => hasKeyboard(on("first"))).toBe(true);
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Remove message" }).waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("menu").waitFor({ state: "detached" });
		await expect.poll(() => hasKeyboard(on("first"))).toBe(true);
		await page.keyboard.press("Enter");
		await page.keyboard.press("End");
		await page.keyboard.press("Enter");
		await page.getByRole("dialog", { name: "Ban Linus" }).waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("dialog").waitFor({ state: "detached" });
		await expect.poll(() => hasKeyboard(on("first"))).toBe(true);
	});

	test("[PAGE5] the menu works in a browser without popovers, and closes when something else is touched", async () => {
		const item = "old";
		const linus = await enter({ item, user: LINUS });
		const moderator = await enter({ item, user: MODERATOR, prepare: makeOld });
		await linus.say("hello");
		await moderator.sees("hello");
		await moderator.room.getByRole("button", { name: "Actions on Linus" }).click();
		await moderator.page.getByRole("menuitem", { name: "Mute…" }).waitFor();
		await moderator.message("hello").click();
		await expect.poll(() => moderator.page.getByRole("menu").count()).toBe(0);
		await choose(moderator, "Kick…");
		await moderator.page.getByRole("dialog").waitFor();
	});

	test("what a moderator may no longer do is said", async () => {
		const item = "demoted";
		const [moderator, linus] = await both(item);
		await linus.say("still here");
		await moderator.sees("still here");
		await moderator.page.route("**/redact", (route) =>
			route.fulfill({
				status: 403,
				json: { fault: { code: "forbidden", message: "No." } },
				headers: { "Access-Control-Allow-Origin": "*" },
			}),
		);
		await moderator.message("still here").hover();
		await moderator
			.message("still here")
			.getByRole("button", { name: /^Actions/ })
			.click();
		await moderator.page.getByRole("menuitem", { name: "Remove message" }).click();
		await moderator.room.getByRole("alert").getByText("You may not do this.").waitFor();
		await expect.poll(() => moderator.texts()).toEqual(["still here"]);
	});
});

/** Begins to note what stands in the banners of a room, each time that it changes. */
async function banners({ room }: Visitor): Promise<() => Promise<string[]>> {
	const notes = await room.evaluateHandle(({ shadowRoot }) => {
		const said: string[] = [];
		new MutationObserver(() => {
			const parts = Array.from(shadowRoot?.querySelectorAll(".banner > p, .banner > button") ?? []);
			const text = parts.map(({ textContent }) => textContent).join(" ");
			if (said.at(-1) !== text) said.push(text);
		}).observe(shadowRoot ?? document, { subtree: true, childList: true, characterData: true });
		return said;
	});
	return () => notes.jsonValue();
}

function hasKeyboard(target: ReturnType<Visitor["page"]["locator"]>): Promise<boolean> {
	return target.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element);
}
