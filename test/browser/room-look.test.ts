import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { XSS } from "../support/xss.ts";
import { boxOf } from "./support/box.ts";
import { breachesIn } from "./support/axe.ts";
import { launch } from "./support/person.ts";
import { channelOf, type RoomSite, startRoomSite, type Visit, Visitor } from "./support/room.ts";
import { watchForXss } from "./support/school/xss-watch.ts";

const MODERATOR = { id: "mod", name: "Moira", role: "moderator" } as const;
const PHONE: BrowserContextOptions = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

let site: RoomSite;
let browser: Browser;

beforeAll(async () => {
	[site, browser] = await Promise.all([startRoomSite(), launch()]);
});

afterAll(async () => {
	await browser?.close();
	await site?.stop();
});

async function enter(visit: Visit): Promise<Visitor> {
	const visitor = await Visitor.enter(browser, site, visit);
	await visitor.isLive();
	return visitor;
}

/** A room in which something was said and taken back, with a moderator in it. */
async function busyRoom(item: string, visit: Partial<Visit>): Promise<Visitor> {
	const channel = channelOf(item);
	const notify = (text: string) => site.origin.notify({ channel, name: "message", data: { text } });
	for (const text of ["See https://example.com/", "two\nlines"]) await notify(text);
	const grace = await enter({ item, user: { id: "grace", name: "Grace Hopper" } });
	const moderator = await enter({ item, user: MODERATOR, ...visit });
	await grace.say("hello", "goes away");
	await moderator.sees("goes away");
	await site.origin.redact(await site.origin.channelHash(channel), { seqs: [4] });
	await moderator.room.locator(".gone").waitFor();
	await moderator.room.locator("textarea").fill("my own");
	await moderator.room.locator("textarea").press("Enter");
	await moderator.room.locator(".mine.sent").waitFor();
	await grace.leave();
	await moderator.room.locator(".note").first().waitFor();
	return moderator;
}

describe.each([
	["light", { theme: "light" }, {}],
	["dark", { theme: "dark" }, {}],
	["dark, by the system", {}, { colorScheme: "dark" }],
	["from right to left", { lang: "ar" }, {}],
	["on a phone", {}, PHONE],
	["on a phone, dark, from right to left", { lang: "ar", theme: "dark" }, PHONE],
] as const)("the room, %s", (name, attributes, context) => {
	test("breaks no rule of accessibility, and nothing of it stands out of its box", async () => {
		const visitor = await busyRoom(`axe ${name}`, { attributes, context });
		const { page, room } = visitor;
		const found: string[] = [];
		const look = async (what: string): Promise<void> => {
			found.push(...(await breachesIn(page, "parlour-room")).map((breach) => `${what}: ${breach}`));
		};
		await look("messages");
		await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
		if ("viewport" in context) await room.locator(".crowd").click();
		await room.locator(".person").first().waitFor();
		await look("people");
		if ("viewport" in context) await page.keyboard.press("Escape");
		await room.locator(".message .i-more").first().click();
		await page.locator("[role=menu] [role=menuitem]").first().waitFor();
		await look("menu");
		await page.keyboard.press("Escape");
		await room.locator(".theirs .i-more").first().click();
		await page.locator("[role=menuitem]").nth(2).click();
		await page.locator("dialog input").first().waitFor();
		await look("question");
		await page.keyboard.press("Escape");
		await site.origin.kick(await site.origin.channelHash(channelOf(`axe ${name}`)), MODERATOR.id);
		await room.getByRole("alert").waitFor();
		await look("kicked");
		expect(found).toEqual([]);
		await visitor.leave();
	});
});

describe("where the room stands", () => {
	test("[PAGE2] what texts of the page inherit does not reach it", async () => {
		const visitor = await enter({ item: "page", user: MODERATOR });
		await visitor.say("hello", "there");
		await visitor.sees("there");
		const look = (): Promise<unknown> =>
			visitor.room.evaluate((room) =>
				[".title", ".words", "textarea", ".person .name"].map((selector) => {
					const element = room.shadowRoot?.querySelector(selector);
					if (!element) return selector;
					const { x, y, width, height } = element.getBoundingClientRect();
					const style = getComputedStyle(element);
					const names = ["text-shadow", "word-spacing", "text-indent", "letter-spacing", "text-transform"];
					names.push("visibility", "direction", "font", "color", "text-align", "white-space", "user-select", "cursor");
					return [selector, x, y, width, height, ...names.map((name) => style.getPropertyValue(name))];
				}),
			);
		const plain = await look();
		await visitor.page.evaluate(() => {
			const sheet = new CSSStyleSheet();
			const texts = `text-shadow: 2px 2px red; word-spacing: 9px; text-indent: 40px; letter-spacing: 4px;
				text-transform: uppercase; visibility: hidden; direction: rtl; font: italic 900 30px/3 serif; color: red;
				text-align: center; white-space: nowrap; cursor: wait; user-select: none; writing-mode: vertical-rl`;
			sheet.replaceSync(`body { ${texts.replace(/writing-mode.*/, "")} } parlour-room { ${texts} }`);
			document.adoptedStyleSheets.push(sheet);
		});
		expect(await look()).toEqual(plain);
		await visitor.leave();
	});

	test("languages that are written from right to left turn it, names and texts keep their own direction", async () => {
		const item = "rtl";
		const visitor = await enter({ item, user: { id: "layla", name: "ليلى" }, attributes: { lang: "ar" } });
		await visitor.room.locator("textarea").fill("hello");
		await visitor.room.locator("textarea").press("Enter");
		const message = visitor.message("hello");
		await expect.poll(async () => (await boxOf(message.locator(".bubble"))).x).toBeLessThan(300);
		const words = message.locator(".words");
		await expect.poll(() => words.evaluate((text) => getComputedStyle(text).direction)).toBe("ltr");
		await visitor.leave();
	});

	test("it fills its box, and on a narrow one the people come and go over the messages", async () => {
		const visitor = await enter({ item: "box", user: MODERATOR, context: PHONE });
		const { room } = visitor;
		await expect.poll(() => room.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 667 });
		await expect.poll(() => room.locator(".people").count()).toBe(0);
		await room.getByRole("button", { name: /^People/ }).click();
		await room.locator(".person").waitFor();
		await room.getByRole("button", { name: "Close the list of people" }).click();
		await room.locator(".people").waitFor({ state: "detached" });
		await expect
			.poll(() =>
				room.locator(".crowd").evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button),
			)
			.toBe(true);
		await visitor.leave();
	});
});

describe("what others send is never markup", () => {
	test("texts, names, and the room's own name", async () => {
		const item = "xss";
		const context = { bypassCSP: true };
		let found: (() => Promise<string[]>) | undefined;
		const visitor = await enter({
			item,
			user: { ...MODERATOR, name: XSS[1] },
			attributes: { name: XSS[2] ?? "" },
			context,
			prepare: async (page) => (found = await watchForXss(page)),
		});
		const channel = channelOf(item);
		const messages = XSS.map((text) => ({ channel, name: "message", data: { text } }));
		await site.origin.notify(messages);
		const mallory = await enter({ item, user: { id: XSS[0], name: XSS[3] } });
		await mallory.say("from mallory");
		await mallory.field.pressSequentially("x");
		await visitor.sees("from mallory");
		await visitor.reads("is typing");
		const shown = await visitor.texts();
		for (const text of XSS) expect(shown.map((one) => one.trim())).toContain(text.trim());
		await visitor.room.locator(".person .i-more").click();
		await visitor.page.getByRole("menuitem", { name: "Ban…" }).click();
		await visitor.page.getByRole("dialog").waitFor();
		expect(await found?.()).toEqual([]);
		await mallory.leave();
		await visitor.leave();
	});
});
