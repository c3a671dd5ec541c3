import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { boxOf } from "./support/box.ts";
import { type Site, startSite } from "./support/dock/site.ts";
import { PHONE, Visitor } from "./support/dock/visitor.ts";
import { launch } from "./support/person.ts";

let site: Site;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
	[site, browser] = await Promise.all([startSite(), launch()]);
});

afterEach(async () => visitor.leave());

afterAll(async () => {
	await browser?.close();
	await site?.close();
});

async function visit(options = {}, query = ""): Promise<Visitor> {
	visitor = await Visitor.at(browser, `${site.url}/${query}`, options);
	return visitor;
}

const ADA = "Ada Lovelace";

describe("windows", () => {
	test("open side by side, minimise to a tab, and close", async () => {
		const { page, windows } = await visit();
		await visitor.open("Robotics", ADA);
		const [left, right] = await Promise.all([boxOf(visitor.window("Robotics")), boxOf(visitor.window(ADA))]);
		expect(left.x + left.width).toBeLessThanOrEqual(right.x);
		await visitor.window(ADA).getByRole("button", { name: "Minimise" }).click();
		await expect.poll(() => windows.count()).toBe(1);
		await page.locator(".tab", { hasText: ADA }).getByRole("button").first().click();
		await visitor.window(ADA).waitFor();
		await visitor.window("Robotics").getByRole("button", { name: "Close" }).click();
		await expect.poll(() => windows.count()).toBe(1);
		await page.locator(".tab").waitFor({ state: "detached" });
	});

	test("that have no room are minimised, and give their place to the one that is opened", async () => {
		const { page, windows } = await visit({ viewport: { width: 900, height: 640 } });
		await visitor.open("Robotics", ADA);
		await expect.poll(() => windows.count()).toBe(1);
		await page.locator(".tab", { hasText: "Robotics" }).waitFor();
	});

	test("and the panel are as they were on the next page, and in another tab", async () => {
		const { page } = await visit();
		await visitor.open("Robotics", ADA);
		await visitor.window("Robotics").getByRole("button", { name: "Minimise" }).click();
		await visitor.window(ADA).locator("textarea").fill("half a thought");
		await page.getByRole("link", { name: "Another page" }).click();
		await page.waitForURL("**/two");
		await visitor.window(ADA).waitFor();
		await page.locator(".tab", { hasText: "Robotics" }).waitFor();
		await expect.poll(() => visitor.window(ADA).locator("textarea").inputValue()).toBe("half a thought");
		await expect.poll(() => visitor.bar.getAttribute("aria-expanded")).toBe("true");
		const other = await Visitor.in(await page.context().newPage(), `${site.url}/`);
		await other.window(ADA).waitFor();
		await other.window(ADA).getByRole("button", { name: "Close" }).click();
		await page.reload();
		await visitor.window(ADA).waitFor();
	});

	test("ask for nothing before they are opened", async () => {
		const { page } = await visit();
		expect(await visitor.asked("people")).toEqual([]);
		expect(await visitor.asked("conversation")).toEqual([]);
		await visitor.open(ADA);
		expect(await visitor.asked("conversation")).toEqual([["conversation", "d.ada"]]);
		expect(await visitor.asked("people")).toHaveLength(1);
		await visitor.window(ADA).getByRole("button", { name: "Close" }).click();
		await visitor.bar.click();
		await page.waitForFunction("fake.asked.some(([name]) => name === 'no people')");
		expect(await visitor.asked("close")).toEqual([["close", "d.ada"]]);
	});
});

describe("by keyboard alone", () => {
	test("one finds a conversation, answers a message, reacts to it, and comes back", async () => {
		const { page } = await visit();
		await visitor.bar.focus();
		const { keyboard } = page;
		await keyboard.press("Enter");
		await page.locator(".entry").first().waitFor();
		await keyboard.press("Tab");
		await expect.poll(() => visitor.focused()).toBe("Messages");
		await keyboard.press("Tab");
		await keyboard.press("ArrowDown");
		await expect.poll(() => visitor.focused()).toContain(ADA);
		await keyboard.press("Enter");
		await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.localName === "textarea");
		await page.locator(`.window [data-seq="68"]`).focus();
		await keyboard.press("ArrowUp");
		await expect.poll(() => visitor.focused()).toContain("Of course");
		await keyboard.press("Enter");
		await page.getByRole("menu").waitFor();
		await expect.poll(() => visitor.focused()).toBe("👍");
		await keyboard.press("ArrowRight");
		await expect.poll(() => visitor.focused()).toBe("❤️");
		await keyboard.press("ArrowDown");
		await expect.poll(() => visitor.focused()).toBe("Reply");
		await keyboard.press("Escape");
		await expect.poll(() => visitor.focused()).toContain("Of course");
		await keyboard.press(" ");
		await page.getByRole("menu").waitFor();
		await keyboard.press("Enter");
		await page.locator(`[data-seq="67"] .reactions button`).waitFor();
		expect(await visitor.asked("react")).toEqual([["react", 67, "👍", true]]);
		await keyboard.press("Enter");
		await keyboard.press("ArrowDown");
		await keyboard.press("Enter");
		await page.locator(".mode").waitFor();
		await keyboard.type("Line one");
		await keyboard.press("Shift+Enter");
		await keyboard.type("line two");
		await keyboard.press("Enter");
		expect(await visitor.asked("send")).toEqual([["send", "Line one\nline two", 67]]);
		await keyboard.press("Escape");
		await visitor.window(ADA).waitFor({ state: "detached" });
		await expect.poll(() => visitor.focused()).toContain("Chat");
		await keyboard.press("Enter");
		await expect.poll(() => visitor.bar.getAttribute("aria-expanded")).toBe("false");
	});

	test("Escape undoes one thing at a time", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		const { keyboard } = page;
		await page.locator(`[data-seq="68"]`).focus();
		await keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Edit" }).click();
		const field = visitor.window(ADA).locator("textarea");
		await expect.poll(() => field.inputValue()).toBe("See you at the library?");
		await keyboard.press("Escape");
		await expect.poll(() => field.inputValue()).toBe("");
		await visitor.window(ADA).getByRole("button", { name: "Conversation options" }).click();
		await page.getByRole("menuitem", { name: "Block" }).click();
		await page.getByRole("dialog").waitFor();
		await keyboard.press("Escape");
		await page.getByRole("dialog").waitFor({ state: "detached" });
		expect(await visitor.asked("block")).toEqual([]);
		await expect.poll(() => visitor.windows.count()).toBe(1);
	});

	test.each([
		["ltr", "ArrowRight"],
		["rtl", "ArrowLeft"],
	])("the panel's tabs follow the arrows, %s", async (dir, key) => {
		const { page } = await visit({}, `?dir=${dir}`);
		await visitor.open();
		await page.locator("#tab-chats").focus();
		await page.keyboard.press(key);
		await page.locator("#tab-people[aria-selected=true]").waitFor();
		await page.locator(".person").first().waitFor();
		await expect.poll(() => visitor.focused()).toBe("People");
	});
});

describe("people and settings", () => {
	test("a search finds people, and a click talks to them", async () => {
		const { page } = await visit();
		await visitor.open();
		await page.locator("#tab-people").click();
		await page.getByText("5 people online").waitFor();
		await page.getByRole("searchbox").fill("lin");
		await expect.poll(() => page.locator(".person").count()).toBe(1);
		await page.locator(".person").click();
		await visitor.window("Lin Zhao").waitFor();
		expect(await visitor.asked("direct")).toEqual([["direct", "lin"]]);
	});

	test("a group is made of people who are online", async () => {
		const { page } = await visit();
		await visitor.open();
		await page.locator("#tab-people").click();
		await page.getByRole("button", { name: "New group" }).click();
		for (const name of [ADA, "Grace Hopper"]) await page.getByRole("checkbox", { name }).click();
		await page.getByRole("textbox", { name: "Group name" }).fill("Homework");
		await page.getByRole("button", { name: "Create group" }).click();
		await visitor.window("Homework").waitFor();
		expect(await visitor.asked("create")).toEqual([["create", "Homework", ["ada", "grace"]]]);
	});

	test("settings are the same in all tabs, and no notice is asked for before it is wanted", async () => {
		const { page } = await visit();
		await page.addInitScript(() => {
			Notification.requestPermission = () => {
				Object.assign(globalThis, { wanted: true });
				return Promise.resolve("denied" as const);
			};
		});
		await page.reload();
		await visitor.open();
		const other = await Visitor.in(await page.context().newPage(), `${site.url}/`);
		for (const one of [visitor, other]) await one.page.locator("#tab-settings").click();
		await page.getByRole("switch", { name: "Sound" }).click();
		await other.page.locator("[role=switch][aria-checked=false]", { hasText: "Sound" }).waitFor();
		await expect.poll(() => page.evaluate("globalThis.wanted")).toBeUndefined();
		await page.getByRole("switch", { name: "Desktop" }).click();
		await page.waitForFunction("globalThis.wanted");
		await page.getByRole("switch", { name: "Appear away" }).click();
		await page.waitForFunction("fake.asked.some(([name, status]) => name === 'status' && status === 'away')");
	});

	test("the connection's state shows, and what is lost is begun anew", async () => {
		const { page } = await visit();
		await visitor.chat((chat) => chat.inbox.set({ state: "recovering" }));
		await page.locator(".bar", { hasText: "Reconnecting…" }).waitFor();
		await visitor.open();
		await visitor.chat((chat) => chat.inbox.set({ state: "lost" }));
		await page.getByRole("alert").getByRole("button", { name: "Connect again" }).waitFor();
		await visitor.chat((chat) => chat.inbox.set({ state: "live" }));
		await page.getByRole("alert").waitFor({ state: "detached" });
		await expect.poll(() => page.locator(".bar").textContent()).not.toContain("…");
	});

	test("who is online is not said while it is not known", async () => {
		const { page } = await visit(PHONE);
		await visitor.open();
		await page.locator("#tab-people").click();
		const count = page.locator(".count [role=status]");
		await count.getByText("5 people online").waitFor();
		await visitor.chat((chat) => chat.inbox.set({ state: "recovering" }));
		await count.getByText("Reconnecting…").waitFor();
		await page.locator(".person", { hasText: ADA }).click();
		// A window covers the bar there, and says what the bar would.
		await visitor.window(ADA).locator(".head small", { hasText: "Reconnecting…" }).waitFor();
		await visitor.chat((chat) => chat.inbox.set({ state: "live" }));
		await expect.poll(() => visitor.window(ADA).locator(".head small").textContent()).toBe("Online");
	});

	test("a language is loaded when the page changes to it", async () => {
		const { page } = await visit();
		await visitor.open();
		await page.locator("parlour-dock").evaluate((dock) => dock.setAttribute("lang", "de"));
		await page.getByRole("tab", { name: "Nachrichten" }).waitFor();
		await expect.poll(() => page.locator(".bar").textContent()).toContain("ungelesene");
	});
});

describe("on a phone", () => {
	test("it is one panel over the whole page, and goes back step by step", async () => {
		const { page } = await visit(PHONE);
		await visitor.bar.tap();
		const dialog = page.locator("dialog[open]");
		await expect.poll(() => dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 780 });
		await page.locator(".entry", { hasText: ADA }).tap();
		await visitor.window(ADA).waitFor();
		await page.locator(".panel").waitFor({ state: "detached" });
		await page.locator(`[data-seq="67"] .bubble`).tap();
		await page.locator(`[data-seq="67"] .i-smile`).tap();
		await page.getByRole("menuitem", { name: "Reply" }).tap();
		await page.locator(".mode").waitFor();
		await page.getByRole("button", { name: "Back" }).tap();
		await page.locator(".entry").first().waitFor();
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		await visitor.bar.waitFor();
	});
});
