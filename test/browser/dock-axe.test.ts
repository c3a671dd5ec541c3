import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Site, startSite } from "./support/dock/site.ts";
import { PHONE, Visitor } from "./support/dock/visitor.ts";
import { launch } from "./support/person.ts";

let site: Site;
let browser: Browser;

beforeAll(async () => {
	[site, browser] = await Promise.all([startSite(), launch()]);
});

afterAll(async () => {
	await browser?.close();
	await site?.close();
});

/** Everything that there is to see, one after another. */
const STATES: readonly (readonly [name: string, go: (visitor: Visitor) => Promise<unknown>])[] = [
	["the bar", async () => undefined],
	["conversations", async (visitor) => visitor.open()],
	["a conversation", async (visitor) => visitor.page.locator(".entry").nth(1).click()],
	[
		"typing, seen, and a message that failed",
		async ({ page }) => {
			await page.evaluate(
				`fake.show("d.ada", { typing: [{ id: "ada", name: "Ada Lovelace" }] }); fake.failing = "forbidden"`,
			);
			await page.locator(".window textarea").first().fill("goes nowhere");
			await page.locator(".window textarea").first().press("Enter");
			await page.locator(".draft.failed").waitFor();
		},
	],
	[
		"a message's menu",
		async ({ page }) => {
			await page.locator(".window [data-seq]").last().focus();
			await page.keyboard.press("Enter");
			await page.locator("[role=menu]").waitFor();
		},
	],
	[
		"a reply",
		async ({ page }) => {
			await page.locator("[role=menu] > [role=menuitem]").first().click();
			await page.locator(".mode").waitFor();
		},
	],
	[
		"a question",
		async ({ page }) => {
			await page.locator(".window .i-more").first().click();
			await page.locator("[role=menu] .danger").click();
			await page.locator(".question").waitFor();
			await page.locator(".question button").last().focus();
		},
	],
	[
		"older messages",
		async ({ page }) => {
			await page.keyboard.press("Escape");
			await page
				.locator(".window .messages")
				.first()
				.evaluate((list) => list.scrollTo(0, 300));
			await page.locator(".to-end").waitFor();
		},
	],
];

const PANEL: readonly (readonly [name: string, go: (visitor: Visitor) => Promise<unknown>])[] = [
	[
		"people",
		async (visitor) => {
			await visitor.open();
			await visitor.page.locator("#tab-people").click();
			await visitor.page.locator(".person").first().waitFor();
		},
	],
	["a search that finds nobody", async ({ page }) => page.locator("input[type=search]").fill("nobody")],
	[
		"a new group",
		async ({ page }) => {
			await page.locator("input[type=search]").fill("");
			await page.locator(".count button").click();
			await page.locator(".person").first().click();
		},
	],
	[
		"settings, and no connection",
		async ({ page }) => {
			await page.locator("#tab-settings").click();
			await page.evaluate(`fake.inbox.set({ state: "lost", blocked: ["tom"] })`);
			await page.getByRole("alert").waitFor();
		},
	],
];

describe.each([
	["light", "?theme=light", {}],
	["dark", "?theme=dark", {}],
	["from right to left", "?dir=rtl&lang=ar", {}],
	["dark, by the system", "?dir=ltr", { colorScheme: "dark" }],
	["on a phone", "?theme=light", PHONE],
	["on a phone, dark, from right to left", "?dir=rtl&lang=ar&theme=dark", PHONE],
] as const)("the dock, %s", (_, query, options) => {
	test.each([
		["conversations", STATES],
		["its panel", PANEL],
	] as const)("breaks no rule of accessibility: %s", async (_name, states) => {
		const visitor = await Visitor.at(browser, `${site.url}/${query}`, options);
		const found: string[] = [];
		for (const [name, go] of states) {
			await go(visitor);
			found.push(...(await visitor.breaches()).map((breach) => `${name}: ${breach}`));
		}
		expect(found).toEqual([]);
		await visitor.leave();
	});
});
