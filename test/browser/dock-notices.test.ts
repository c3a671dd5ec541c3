import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Site, startSite } from "./support/dock/site.ts";
import { Visitor } from "./support/dock/visitor.ts";
import { launch } from "./support/person.ts";

let site: Site;
let browser: Browser;
let first: Visitor;

beforeAll(async () => {
	[site, browser] = await Promise.all([startSite(), launch()]);
});

afterEach(async () => first.leave());

afterAll(async () => {
	await browser?.close();
	await site?.close();
});

/** What the stand-ins for the desktop and the loudspeaker were told, in all tabs. */
interface Told {
	readonly notices: string[];
	readonly tones: number[];
}

/** Two tabs of a browser that allows notices, and that nobody looks at. */
async function twoTabs(): Promise<{ tabs: readonly Visitor[]; told: Told }> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
	const told: Told = { notices: [], tones: [] };
	await context.exposeFunction("noticed", (text: string) => void told.notices.push(text));
	await context.exposeFunction("sounded", (frequency: number) => void told.tones.push(frequency));
	await context.addInitScript(standIns);
	first = await Visitor.in(await context.newPage(), `${site.url}/`);
	const second = await Visitor.in(await context.newPage(), `${site.url}/two`);
	// A page makes no sound that its user has never touched.
	for (const { page } of [first, second]) await page.getByRole("heading", { name: "School" }).click();
	return { tabs: [first, second], told };
}

function standIns(): void {
	const { noticed, sounded } = globalThis as unknown as Record<string, (what: unknown) => void>;
	class Notice extends EventTarget {
		static readonly permission = "granted";
		static readonly requestPermission = () => Promise.resolve("granted");
		constructor(title: string, { body }: { body: string }) {
			super();
			noticed?.(`${title}: ${body}`);
		}
		close(): void {}
	}
	class Oscillator extends OscillatorNode {
		override start(when?: number): void {
			sounded?.(this.frequency.value);
			super.start(when);
		}
	}
	Object.assign(globalThis, { Notification: Notice, OscillatorNode: Oscillator });
	document.hasFocus = () => false;
}

async function arrive(tabs: readonly Visitor[], text: string): Promise<void> {
	for (const tab of tabs) await tab.chat((chat, said) => chat.arrive("d.ada", said), text);
}

/** Resolves when both tabs have told their screen readers, which is after everything else. */
async function areTold(tabs: readonly Visitor[]): Promise<void> {
	for (const { page } of tabs)
		await page.locator("[role=status]", { hasText: "Ada Lovelace" }).waitFor({ state: "attached" });
}

async function flip(page: Page, name: string): Promise<void> {
	const bar = page.locator(".bar > button");
	if ((await bar.getAttribute("aria-expanded")) === "false") await bar.click();
	await page.locator("#tab-settings").click();
	const before = await page.getByRole("switch", { name }).getAttribute("aria-checked");
	await page.getByRole("switch", { name }).click();
	await page.locator(`[role=switch][aria-checked=${before === "false"}]`, { hasText: name }).waitFor();
}

describe("a message that arrives", () => {
	test("sounds in one tab, and makes no notice before that is wanted", async () => {
		const { tabs, told } = await twoTabs();
		await arrive(tabs, "Are you there?");
		await areTold(tabs);
		await expect.poll(() => told.tones.length).toBe(2);
		expect(told.notices).toEqual([]);
	});

	test("makes one notice of all tabs where those are switched on, and none where they are switched off", async () => {
		const { tabs, told } = await twoTabs();
		await flip(first.page, "Desktop notifications");
		await arrive(tabs, "Are you there?");
		await expect.poll(() => told.notices).toEqual(["Ada Lovelace: Are you there?"]);
		await areTold(tabs);
		await flip(first.page, "Desktop notifications");
		await arrive(tabs, "Hello?");
		await expect.poll(() => told.tones.length).toBe(4);
		expect(told.notices).toHaveLength(1);
	});

	test("is silent where sounds are switched off, and in conversations that are muted", async () => {
		const { tabs, told } = await twoTabs();
		await flip(first.page, "Desktop notifications");
		await flip(first.page, "Sound");
		for (const tab of tabs) await tab.chat((chat) => chat.change("d.tom", { muted: true }));
		for (const tab of tabs) await tab.chat((chat) => chat.arrive("d.tom", "Unheard"));
		await arrive(tabs, "Seen, not heard");
		await expect.poll(() => told.notices).toEqual(["Ada Lovelace: Seen, not heard"]);
		expect(told.tones).toEqual([]);
	});
});
