import type { Browser, CDPSession, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Site, startSite } from "./support/dock/site.ts";
import { Visitor } from "./support/dock/visitor.ts";
import { launch } from "./support/person.ts";

const ADA = "Ada Lovelace";

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

async function visit(): Promise<{ page: Page; field: Locator }> {
	visitor = await Visitor.at(browser, `${site.url}/`);
	await visitor.open(ADA);
	return { page: visitor.page, field: visitor.window(ADA).locator("textarea") };
}

/** Keys that the page around takes for itself, as pages with shortcuts do. */
async function listenForShortcuts(page: Page): Promise<() => Promise<string[]>> {
	await page.evaluate(() => {
		const heard: string[] = [];
		Object.assign(globalThis, { heard });
		for (const name of ["keydown", "keypress", "keyup", "input", "beforeinput", "paste", "copy", "cut"])
			document.addEventListener(name, (event) => {
				heard.push(event instanceof KeyboardEvent ? `${name} ${event.key}` : name);
				if (event instanceof KeyboardEvent && "jk?".includes(event.key)) event.preventDefault();
			});
	});
	return () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.splice(0));
}

/** Puts something on a clipboard and pastes it into a field. */
async function paste(field: Locator, text: string, file?: string): Promise<void> {
	await field.evaluate(
		(element, [given, name]) => {
			const data = new DataTransfer();
			if (given) data.setData("text/plain", given);
			if (name) data.items.add(new File(["x"], name, { type: "image/png" }));
			const event = new ClipboardEvent("paste", {
				bubbles: true,
				composed: true,
				cancelable: true,
				clipboardData: data,
			});
			// The browser puts the text in for a paste of its own only.
			if (element.dispatchEvent(event)) document.execCommand("insertText", false, given);
		},
		[text, file] as const,
	);
}

async function compose(cdp: CDPSession, text: string): Promise<void> {
	await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
}

/** The key as an input method gives it to the page. */
async function press(cdp: CDPSession, key: string, code: number): Promise<void> {
	for (const type of ["rawKeyDown", "keyUp"] as const)
		await cdp.send("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: code });
}

describe("the page around the dock", () => {
	test("[WRITE1] hears nothing of what is typed in a field, and every key that is not", async () => {
		const { page, field } = await visit();
		const heard = await listenForShortcuts(page);
		await field.click();
		await page.keyboard.type("just j/k? ok");
		await page.keyboard.press("Control+A");
		await page.keyboard.press("Control+C");
		await page.keyboard.press("Control+V");
		await expect.poll(() => field.inputValue()).toBe("just j/k? ok");
		await page.keyboard.press("Enter");
		await page.locator("[data-seq] .words", { hasText: "just j/k? ok" }).waitFor();
		await visitor.bar.focus();
		await page.keyboard.press("Enter");
		await page.keyboard.press("Enter");
		await page.getByRole("searchbox").or(visitor.bar).first().waitFor();
		expect(await heard()).toEqual([]);
		// A key that nothing here uses.
		await page.keyboard.press("j");
		expect(await heard()).toEqual(["keydown j", "keyup j"]);
	});

	test("[WRITE1] is not why somebody who types is taken for idle", async () => {
		const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
		const page = await context.newPage();
		await page.clock.install();
		visitor = await Visitor.in(page, `${site.url}/`);
		await visitor.open(ADA);
		const statuses = (): Promise<unknown[]> => visitor.asked("status");
		await page.clock.fastForward(310_000);
		await expect.poll(async () => (await statuses()).at(-1)).toEqual(["status", "idle"]);
		await visitor.window(ADA).locator("textarea").press("a");
		await expect.poll(async () => (await statuses()).at(-1)).toEqual(["status", "online"]);
	});
});

describe("an input method", () => {
	test("[WRITE2] picks a character with Enter: nothing is sent, whichever of key and end comes first", async () => {
		const { page, field } = await visit();
		const cdp = await page.context().newCDPSession(page);
		await field.click();
		await compose(cdp, "にほん");
		await press(cdp, "Enter", 13);
		expect(await visitor.asked("send")).toEqual([]);
		await cdp.send("Input.insertText", { text: "日本" });
		// Safari's order.
		await press(cdp, "Enter", 229);
		expect(await visitor.asked("send")).toEqual([]);
		await expect.poll(() => field.inputValue()).toContain("日本");
		await page.keyboard.press("Enter");
		await expect.poll(() => visitor.asked("send")).toHaveLength(1);
	});

	test("[WRITE2] is left with Escape: neither window, search nor new group are", async () => {
		const { page, field } = await visit();
		const cdp = await page.context().newCDPSession(page);
		await field.click();
		await compose(cdp, "にほん");
		await press(cdp, "Escape", 229);
		await visitor.window(ADA).waitFor();
		await page.locator("#tab-people").click();
		await page.getByRole("button", { name: "New group" }).click();
		const name = page.getByRole("textbox", { name: "Group name" });
		await name.fill("Physics");
		await press(cdp, "Escape", 229);
		await expect.poll(() => name.inputValue()).toBe("Physics");
		const search = page.getByRole("searchbox");
		await search.fill("gr");
		await search.evaluate((element) =>
			element.dispatchEvent(
				new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true, composed: true }),
			),
		);
		await expect.poll(() => search.inputValue()).toBe("gr");
		// A real one clears the search, and the next goes back from the group, which keeps its name.
		await page.keyboard.press("Escape");
		await expect.poll(() => search.inputValue()).toBe("");
		await page.keyboard.press("Escape");
		await name.waitFor({ state: "detached" });
		await page.getByRole("button", { name: "New group" }).click();
		await expect.poll(() => name.inputValue()).toBe("Physics");
	});
});

describe("a paste", () => {
	test("[WRITE3] of text with its picture is the text, and of a picture alone attaches it", async () => {
		const { page, field } = await visit();
		await field.click();
		await paste(field, "Sum: 12", "image.png");
		await expect.poll(() => field.inputValue()).toBe("Sum: 12");
		await expect.poll(() => page.locator(".uploads li").count()).toBe(0);
		await paste(field, "", "sketch.png");
		await page.locator(".uploads", { hasText: "sketch.png" }).waitFor();
		await expect.poll(() => field.inputValue()).toBe("Sum: 12");
	});

	test("[WRITE3] of a file into a message that is being changed says that it cannot be added", async () => {
		const { page, field } = await visit();
		await page.locator(`[data-seq="68"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Edit" }).click();
		await paste(field, "", "sketch.png");
		await page.getByRole("alert").getByText("Files cannot be added").waitFor();
		await expect.poll(() => page.locator(".uploads").count()).toBe(0);
	});

	test("[WRITE4] that is too long stays whole, is not sent, and can go as a file", async () => {
		const { page, field } = await visit();
		const text = "0123456789".repeat(450);
		await field.click();
		await paste(field, text);
		await page.getByText("500 characters too many").waitFor();
		await expect.poll(() => field.inputValue()).toBe(text);
		await expect.poll(() => page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
		await page.keyboard.press("Enter");
		expect(await visitor.asked("send")).toEqual([]);
		await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
		await page.getByRole("button", { name: "Attach as a file" }).click();
		await page.locator(".uploads", { hasText: "message.txt" }).waitFor();
		await expect.poll(() => field.inputValue()).toBe("");
		expect(await visitor.asked("upload")).toEqual([["upload", "message.txt", 4_500]]);
	});

	test("[WRITE4] that is too long in a question stays whole, too", async () => {
		const { page } = await visit();
		await page.locator(`[data-seq="67"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Report" }).click();
		const dialog = page.getByRole("dialog");
		await dialog.getByRole("textbox").fill("a".repeat(1_003));
		await dialog.getByText("3 characters too many").waitFor();
		await expect.poll(() => dialog.getByRole("button", { name: "Report" }).isDisabled()).toBe(true);
		// Escape loses nothing of it.
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		await page.locator(`[data-seq="67"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Report" }).click();
		await expect.poll(async () => (await dialog.getByRole("textbox").inputValue()).length).toBe(1_003);
	});
});

describe("Escape", () => {
	test("[WRITE5] goes back by one, and what was typed and attached is there again", async () => {
		const { page, field } = await visit();
		await field.fill("half a thought");
		await paste(field, "", "sketch.png");
		await page.locator(".uploads", { hasText: "sketch.png" }).waitFor();
		await page.locator(`[data-seq="68"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Edit" }).click();
		await field.fill("See you at the station, at the north");
		await page.keyboard.press("Escape");
		await expect.poll(() => field.inputValue()).toBe("half a thought");
		await page.locator(`[data-seq="68"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Edit" }).click();
		await expect.poll(() => field.inputValue()).toBe("See you at the station, at the north");
		await page.keyboard.press("Escape");
		await page.keyboard.press("Escape");
		await visitor.window(ADA).waitFor({ state: "detached" });
		await visitor.open(ADA);
		await expect.poll(() => field.inputValue()).toBe("half a thought");
		await page.locator(".uploads", { hasText: "sketch.png" }).waitFor();
		await page.keyboard.press("Enter");
		await page.locator("[data-seq] .file", { hasText: "sketch.png" }).waitFor();
	});
});

describe("a message that was refused", () => {
	test("[WRITE6] for good is discarded or copied, and not tried again", async () => {
		const { page, field } = await visit();
		await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
		await visitor.chat((chat) => (chat.failing = "forbidden"));
		await field.fill("can you read this?");
		await field.press("Enter");
		const failed = page.locator(".draft.failed");
		await failed.getByText("You are not allowed to do this.").waitFor();
		await expect.poll(() => failed.getByRole("button").allTextContents()).toEqual(["Copy text", "Discard"]);
		await failed.getByRole("button", { name: "Copy text" }).click();
		await page.locator("[role=status]", { hasText: "Copied" }).waitFor({ state: "attached" });
		await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("can you read this?");
		await failed.getByRole("button", { name: "Discard" }).click();
		await failed.waitFor({ state: "detached" });
	});
});

async function twoTabs(): Promise<{ field: Locator; other: Visitor; there: Locator }> {
	const { page, field } = await visit();
	await field.fill("half a thought");
	const other = await Visitor.in(await page.context().newPage(), `${site.url}/`);
	const there = other.window(ADA).locator("textarea");
	await expect.poll(() => there.inputValue()).toBe("half a thought");
	return { field, other, there };
}

describe("a draft in two tabs", () => {
	test("[WRITE7] is sent by one of them, and gone in the other", async () => {
		const { field, there } = await twoTabs();
		await there.press("Enter");
		await expect.poll(() => field.inputValue()).toBe("");
		await visitor.page.reload();
		await visitor.window(ADA).waitFor();
		await expect.poll(() => field.inputValue()).toBe("");
	});

	test("[WRITE7] that was changed in one outlives what the other sends, and a reload", async () => {
		const { field, there } = await twoTabs();
		await there.fill("another one");
		await there.press("Enter");
		await expect.poll(() => there.inputValue()).toBe("");
		await expect.poll(() => field.inputValue()).toBe("half a thought");
		await visitor.page.reload();
		await expect.poll(() => field.inputValue()).toBe("half a thought");
	});
});
