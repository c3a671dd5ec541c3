import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Site, startSite } from "./support/dock/site.ts";
import { Visitor } from "./support/dock/visitor.ts";
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

async function visit(): Promise<Visitor> {
	visitor = await Visitor.at(browser, `${site.url}/`);
	return visitor;
}

const ADA = "Ada Lovelace";

describe("messages", () => {
	test("that fail say so, and are sent again or forgotten", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		await visitor.chat((chat) => (chat.failing = "rate_limited"));
		const field = visitor.window(ADA).locator("textarea");
		for (const text of ["one", "two"]) {
			await field.fill(text);
			await field.press("Enter");
		}
		await page.getByText("That was too fast").nth(1).waitFor();
		await visitor.chat((chat) => (chat.failing = undefined));
		await page.getByRole("button", { name: "Discard" }).first().click();
		await page.getByRole("button", { name: "Try again" }).click();
		await page.locator(".draft").waitFor({ state: "detached" });
		await expect.poll(() => page.locator("[data-seq] .words").last().textContent()).toBe("two");
	});

	test("are edited and deleted by who wrote them", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		const last = page.locator(`[data-seq="68"]`);
		await last.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Edit" }).click();
		await page.keyboard.press("End");
		await page.keyboard.type(" At four.");
		await page.keyboard.press("Enter");
		await last.getByText("See you at the library? At four.").waitFor();
		await last.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Delete" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
		await last.getByText("This message was deleted").waitFor();
		expect((await visitor.asked("edit")).concat(await visitor.asked("delete"))).toHaveLength(2);
	});

	test("whose change is refused keep what was written, and so does a report", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		await visitor.chat((chat) => (chat.failing = "rate_limited"));
		await page.locator(`[data-seq="68"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Edit" }).click();
		const field = visitor.window(ADA).locator("textarea");
		await field.fill("See you at the station?");
		await field.press("Enter");
		await page.getByRole("alert").getByText("That was too fast").waitFor();
		await expect.poll(() => field.inputValue()).toBe("See you at the station?");
		await visitor.chat((chat) => (chat.failing = undefined));
		await field.press("Enter");
		await page.locator(`[data-seq="68"]`).getByText("See you at the station?").waitFor();

		await visitor.chat((chat) => (chat.failing = "rate_limited"));
		await page.locator(`[data-seq="67"]`).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Report" }).click();
		const dialog = page.getByRole("dialog");
		await dialog.getByRole("textbox").fill("This is an advertisement");
		await dialog.getByRole("button", { name: "Report" }).click();
		await dialog.getByRole("alert").getByText("That was too fast").waitFor();
		await expect.poll(() => dialog.getByRole("textbox").inputValue()).toBe("This is an advertisement");
		await visitor.chat((chat) => (chat.failing = undefined));
		await dialog.getByRole("button", { name: "Report" }).click();
		await dialog.waitFor({ state: "detached" });
		expect((await visitor.asked("report")).at(-1)).toEqual(["report", 67, "This is an advertisement"]);
	});

	test("of earlier come as one goes up, and what one reads stays where it is", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		const list = page.locator(".window .messages");
		const at = (text: string): Promise<number> =>
			page.getByText(text, { exact: true }).evaluate((element) => element.getBoundingClientRect().top);
		await list.evaluate((element) => element.scrollTo(0, 160));
		const before = await at("Earlier 50");
		await list.evaluate((element) => element.scrollTo(0, 140));
		await page.getByText("Earlier 30", { exact: true }).waitFor({ state: "attached" });
		await expect.poll(async () => Math.abs((await at("Earlier 50")) - before - 20)).toBeLessThan(2);
		for (const text of ["Earlier 10", "Earlier 1"]) {
			await list.evaluate((element) => element.scrollTo(0, 0));
			await page.getByText(text, { exact: true }).waitFor({ state: "attached" });
		}
		await expect.poll(() => page.locator("[data-seq]").count()).toBe(68);
		await page.getByRole("button", { name: "Latest messages" }).click();
		await page.waitForFunction(() => {
			const list = document.querySelector("parlour-dock")?.shadowRoot?.querySelector(".messages");
			return list && list.scrollHeight - list.scrollTop - list.clientHeight < 2;
		});
	});

	test("that come while one reads earlier ones move nothing, and are counted", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		const list = page.locator(".window .messages");
		await list.evaluate((element) => element.scrollTo(0, 300));
		await page.getByRole("button", { name: "Latest messages" }).waitFor();
		await visitor.chat((chat) => chat.arrive("d.ada", "Are you there?"));
		await page.getByRole("button", { name: "1 new message" }).waitFor();
		await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(300);
		await page.getByRole("button", { name: "1 new message" }).click();
		await page.getByText("Are you there?").last().waitFor();
		await page.waitForFunction("fake.inbox.get().unread === 2");
	});

	test("that are new stand under a line, are read where they are seen, and are told to screen readers", async () => {
		const { page } = await visit();
		await visitor.open("Robotics");
		await page.locator(".new").waitFor();
		await expect.poll(() => page.locator(".new + .message").textContent()).toContain("Same time as last week?");
		await page.waitForFunction("fake.inbox.get().unread === 0");
		await visitor.chat((chat) => chat.arrive("d.ada", "Hello from another room"));
		await page.locator("[role=status]", { hasText: `New message from ${ADA}` }).waitFor({ state: "attached" });
		await expect.poll(() => page.locator(".bar .badge").textContent()).toContain("1 unread message");
	});

	test("that come while nobody looks are read when somebody does", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		await page.evaluate("document.hasFocus = () => false");
		await visitor.chat((chat) => chat.arrive("d.ada", "Are you back?"));
		// That is the last that happens by itself.
		await page.locator("[role=status]", { hasText: "Are you back?" }).waitFor({ state: "attached" });
		await expect.poll(() => page.evaluate("fake.inbox.get().unread")).toBe(3);
		await page.evaluate("document.hasFocus = () => true; window.dispatchEvent(new Event('focus'))");
		await page.waitForFunction("fake.inbox.get().unread === 2");
	});

	test("that are new begin where they do, also above what was loaded first", async () => {
		const { page } = await visit();
		await visitor.chat((chat) => {
			chat.arrive("d.ada", "The last of many");
			chat.change("d.ada", { unread: 20 });
		});
		await visitor.open(ADA);
		const firstNew = page.locator(".new + .message .words");
		// Thirteen of them are in the page that is there at first.
		await expect.poll(() => firstNew.textContent()).toBe("Earlier 50");
		await page.locator(".window .messages").evaluate((list) => list.scrollTo(0, 0));
		await expect.poll(() => firstNew.textContent()).toBe("Earlier 39");
	});

	test("take files that are chosen, pasted and dropped, and wait until those are there", async () => {
		const { page } = await visit();
		await visitor.open(ADA);
		const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("notes") };
		const chooser = page.waitForEvent("filechooser");
		await page.getByRole("button", { name: "Attach files" }).click();
		await (await chooser).setFiles([file]);
		const send = page.getByRole("button", { name: "Send" });
		await page.locator(".uploads", { hasText: "notes.txt" }).waitFor();
		for (const type of ["paste", "drop"])
			await visitor
				.window(ADA)
				.locator("textarea")
				.evaluate((field, name) => {
					const data = new DataTransfer();
					data.items.add(new File(["x"], `${name}.png`, { type: "image/png" }));
					const more = { bubbles: true, composed: true, cancelable: true };
					field.dispatchEvent(
						name === "paste"
							? new ClipboardEvent("paste", { ...more, clipboardData: data })
							: new DragEvent("drop", { ...more, dataTransfer: data }),
					);
				}, type);
		await page.locator(".uploads li").nth(2).waitFor();
		await expect.poll(() => send.isEnabled()).toBe(true);
		await visitor.chat((chat) => (chat.isStuck = true));
		const another = page.waitForEvent("filechooser");
		await page.getByRole("button", { name: "Attach files" }).click();
		await (await another).setFiles([{ ...file, name: "slow.txt" }]);
		await page.getByText("Uploading…").waitFor();
		await expect.poll(() => send.isEnabled()).toBe(false);
		await page.getByRole("button", { name: "Remove slow.txt" }).click();
		await visitor.chat((chat) => (chat.isStuck = false));
		await send.click();
		await page.locator("[data-seq] .file", { hasText: "notes.txt" }).waitFor();
		expect(await visitor.asked("upload")).toHaveLength(4);
	});
});
