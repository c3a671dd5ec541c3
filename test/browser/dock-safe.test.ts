import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PAYLOADS } from "./support/dock/hostile.ts";
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

/** What there is in the dock that none of its own files makes. */
function intruders({ page }: Visitor): Promise<string[]> {
	return page.locator("parlour-dock").evaluate((dock) => {
		const own = new Set(
			"a bdi button dialog div form h2 h3 header i img input label li ol p path section small span strong svg textarea time ul".split(
				" ",
			),
		);
		return [...(dock.shadowRoot?.querySelectorAll("*") ?? [])].flatMap((element) => {
			const attributes = [...element.attributes].filter(({ name }) => name.startsWith("on") || name === "srcdoc");
			const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "https:";
			const isLink = element.matches("a[href]");
			const isSafe = !isLink || /noopener noreferrer nofollow/.test(element.getAttribute("rel") ?? "");
			const isOwn =
				own.has(element.localName) && attributes.length === 0 && /^(https?|mailto):/.test(address) && isSafe;
			return isOwn ? [] : [element.outerHTML.slice(0, 200)];
		});
	});
}

describe("what others wrote", () => {
	test.each([
		["beside the page", {}],
		["on a phone", PHONE],
	] as const)("runs nowhere and becomes no element: %s", async (_, options) => {
		const visitor = await Visitor.at(browser, `${site.url}/?world=hostile`, options);
		const { page } = visitor;
		const found: string[] = [];
		const look = async (): Promise<number> => found.push(...(await intruders(visitor)));
		await visitor.open();
		await page
			.locator(".entry")
			.nth(PAYLOADS.length - 1)
			.waitFor();
		await look();
		await page.locator("#tab-people").click();
		await page
			.locator(".person")
			.nth(PAYLOADS.length - 1)
			.waitFor();
		await look();
		await page.locator("#tab-chats").click();
		await page.locator(".entry").first().click();
		await page
			.locator("[data-seq]")
			.nth(PAYLOADS.length - 1)
			.waitFor();
		await page.evaluate(
			`fake.show(fake.inbox.get().conversations[0].id, { typing: ${JSON.stringify(PAYLOADS.map((id) => ({ id, name: id })))} })`,
		);
		await look();
		await expect.poll(() => page.locator("[data-seq] .words").allTextContents()).toEqual(PAYLOADS);
		const field = page.locator(".window textarea").first();
		for (const payload of PAYLOADS) {
			await field.fill(payload);
			await field.press("Enter");
		}
		await page.evaluate(
			`for (const text of ${JSON.stringify(PAYLOADS)}) fake.arrive(fake.inbox.get().conversations[0].id, text, { from: { id: text, name: text } })`,
		);
		await page.locator(".window .i-more").first().click();
		await page.locator("[role=menu] > button").nth(1).click();
		await page.locator(".question").waitFor();
		await look();
		expect(found).toEqual([]);
		await expect.poll(() => page.evaluate(() => "owned" in window)).toBe(false);
		await visitor.leave();
	});
});

describe("the page that the dock is put on", () => {
	test("asks for nothing of it but the tag's own file before it is idle", async () => {
		const context = await browser.newContext();
		const page = await context.newPage();
		await page.addInitScript(() => {
			// Idle when the test says so.
			Object.assign(globalThis, { requestIdleCallback: (run: () => void) => Object.assign(globalThis, { idle: run }) });
		});
		site.asked.length = 0;
		await page.goto(`${site.url}/`, { waitUntil: "load" });
		await page.waitForFunction("globalThis.idle");
		expect(site.asked.filter((path) => path.startsWith("/parlour"))).toEqual(["/parlour-dock.js"]);
		await page.evaluate("idle()");
		await page.locator(".bar").waitFor();
		const loaded = site.asked.filter((path) => path.startsWith("/parlour-dock/")).join();
		expect(loaded).toContain("/parlour-dock/dock-");
		expect(loaded).not.toContain("/late-");
		await context.close();
	});

	test.each([["?x=1"], ["?dir=rtl&lang=ar"]])("does not move by a pixel: %s", async (query) => {
		const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
		const page = await context.newPage();
		await page.addInitScript(() => {
			const shifts: number[] = [];
			Object.assign(globalThis, { shifts });
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
					// What a click moves is what the user wants.
					if (!entry.hadRecentInput) shifts.push(entry.value);
			}).observe({ type: "layout-shift", buffered: true });
		});
		const places = (): Promise<string> =>
			page.evaluate(() =>
				JSON.stringify([
					[...document.querySelectorAll("body *:not(parlour-dock, script)")].map((one) => one.getBoundingClientRect()),
					document.documentElement.scrollHeight,
					document.documentElement.scrollWidth,
				]),
			);
		await page.goto(`${site.url}/${query}&plain=1`);
		const before = await places();
		await page.goto(`${site.url}/${query}`);
		await page.locator(".bar > button").click();
		await page.locator(".entry").nth(1).click();
		await page.locator(".window img").first().waitFor();
		expect(await places()).toBe(before);
		await expect.poll(() => page.evaluate("shifts")).toEqual([]);
		await context.close();
	});
});
