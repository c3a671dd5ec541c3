import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSite } from "./support/dock/site.ts";
import { Visitor as DockVisitor } from "./support/dock/visitor.ts";
import { watchHeld } from "./support/held.ts";
import { launch } from "./support/person.ts";
import { startRoomSite, Visitor as RoomVisitor } from "./support/room.ts";

let browser: Browser;

beforeAll(async () => {
	browser = await launch();
});

afterAll(async () => browser?.close());

test("a dock that is taken away, with a menu open, leaves neither listeners nor timers", async () => {
	const site = await startSite();
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
	const page = await context.newPage();
	const held = await watchHeld(page);
	const visitor = await DockVisitor.in(page, `${site.url}/`);
	await page.evaluate("globalThis.dock = document.querySelector('parlour-dock')");
	for (const withMenu of [false, true, true]) {
		await page.evaluate("document.body.append(dock)");
		await visitor.open("Ada Lovelace");
		await visitor.chat((chat) => chat.arrive("d.tom", "Hello"));
		if (withMenu) await page.getByRole("button", { name: "Conversation options" }).click();
		await page.getByRole("menu").waitFor({ state: withMenu ? "visible" : "detached" });
		await page.evaluate("dock.remove()");
		await expect.poll(held).toEqual([]);
	}
	await visitor.leave();
	await site.close();
});

test("a room that is taken away leaves neither a connection, nor listeners, nor timers", async () => {
	const site = await startRoomSite();
	let held: (() => Promise<string[]>) | undefined;
	const visitor = await RoomVisitor.enter(browser, site, {
		item: "gone",
		user: { id: "ada", name: "Ada" },
		prepare: async (page) => (held = await watchHeld(page)),
	});
	const { page } = visitor;
	await page.evaluate("globalThis.room = document.querySelector('parlour-room')");
	for (const text of ["first", "second", "third"]) {
		await page.evaluate("document.querySelector('main').append(room)");
		await visitor.isLive();
		await visitor.say(text);
		await visitor.sees(text);
		await page.evaluate("room.remove()");
		await expect.poll(() => held?.()).toEqual([]);
	}
	await visitor.leave();
	await site.stop();
});
