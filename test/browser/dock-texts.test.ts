import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boxOf } from "./support/box.ts";
import { type Site, startSite } from "./support/dock/site.ts";
import { Visitor } from "./support/dock/visitor.ts";
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

async function visit(query = "", options: BrowserContextOptions = {}): Promise<Visitor> {
	return Visitor.at(browser, `${site.url}/${query}`, options);
}

/** Where the letters of a text are drawn, from left to right, within the first element that a selector finds. */
function drawn(
	{ page }: Visitor,
	selector: string,
	part: string,
): Promise<{ left: number; right: number; inside: boolean }> {
	return page
		.locator(selector)
		.first()
		.evaluate((element, text) => {
			const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
			for (let node = walker.nextNode(); node; node = walker.nextNode()) {
				const at = node.nodeValue?.indexOf(text) ?? -1;
				if (at < 0) continue;
				const range = document.createRange();
				range.setStart(node, at);
				range.setEnd(node, at + text.length);
				const { left, right } = range.getBoundingClientRect();
				const box = element.getBoundingClientRect();
				return { left, right, inside: left >= box.left - 1 && right <= box.right + 1 };
			}
			throw new Error(`There is no ${text}.`);
		}, part);
}

const LONG = "First of all, the beginning of this English text is what one has to see in the list";

describe("what others wrote, in a list", () => {
	test("[SHOW3] keeps its beginning, whatever the name before it is written in", async () => {
		const visitor = await visit();
		await visitor.chat((chat, text) => chat.arrive("g.robotics", text, { from: { id: "ali", name: "علي حسن" } }), LONG);
		await visitor.open();
		expect((await drawn(visitor, ".entry .snippet", "First")).inside).toBe(true);
		const name = await drawn(visitor, ".entry .snippet", "علي");
		expect(name.right).toBeLessThanOrEqual((await drawn(visitor, ".entry .snippet", "First")).left + 1);
		await visitor.leave();
	});

	test("[SHOW3] in Arabic begins where an English text does", async () => {
		const visitor = await visit("?dir=rtl&lang=ar");
		await visitor.chat((chat, text) => chat.arrive("g.robotics", text, { from: { id: "ali", name: "علي حسن" } }), LONG);
		await visitor.open();
		expect((await drawn(visitor, ".entry .snippet", "First")).inside).toBe(true);
		await visitor.leave();
	});

	test("[SHOW3] turns nothing around a name with a mark of direction", async () => {
		const visitor = await visit();
		const from = { id: "eve", name: "Eve\u202e" };
		await visitor.chat((chat, person) => chat.arrive("g.robotics", "abc def", { from: person }), from);
		await visitor.open("Robotics");
		const first = await drawn(visitor, ".entry .snippet", "abc");
		expect(first.right).toBeLessThan((await drawn(visitor, ".entry .snippet", "def")).left + 8);
		await expect
			.poll(() => visitor.page.locator(".entry .snippet").first().textContent())
			.not.toMatch(/[\u202a-\u202e]/);
		await visitor.leave();
	});
});

describe("a message", () => {
	test("[SHOW1][SHOW3] shows a link in Arabic from left to right, as one", async () => {
		const visitor = await visit();
		await visitor.chat((chat) => chat.arrive("d.ada", "انظر https://example.com/a/b/؟ شكرا"));
		await visitor.open("Ada Lovelace");
		const link = visitor.page.getByRole("link", { name: "https://example.com/a/b/" });
		await link.waitFor();
		await expect.poll(() => link.getAttribute("href")).toBe("https://example.com/a/b/");
		await expect.poll(() => link.evaluate((one) => getComputedStyle(one).direction)).toBe("ltr");
		await visitor.leave();
	});

	test("[SHOW2] loads no picture that is too large, and offers it for download", async () => {
		const visitor = await visit();
		const bomb = {
			id: "b",
			name: "bomb.png",
			type: "image/png",
			bytes: 48_000,
			url: "/bomb.png",
			width: 20_000,
			height: 20_000,
		};
		const files = [bomb, { ...bomb, id: "c", url: "/sketch.svg?c", name: "fine.png", width: 640, height: 400 }];
		await visitor.chat((chat, all) => chat.arrive("d.ada", "", { files: all }), files);
		await visitor.open("Ada Lovelace");
		await visitor.page.getByRole("img", { name: "fine.png" }).waitFor();
		await visitor.page.getByRole("link", { name: "bomb.png" }).waitFor();
		await expect.poll(() => visitor.page.getByRole("img", { name: "bomb.png" }).count()).toBe(0);
		expect(site.asked).not.toContain("/bomb.png");
		await visitor.leave();
	});

	test("[SHOW6] says how far it got under its bubble, at the same edge", async () => {
		const visitor = await visit();
		await visitor.chat((chat) => {
			const users = ["grace", "lin", "maya"];
			chat.conversation("g.robotics").send("Mine");
			chat.show("g.robotics", { marks: users.map((user) => ({ user, delivered: 99, read: 99 })) });
		});
		await visitor.open("Robotics");
		await visitor.chat((chat) => {
			const users = ["grace", "lin", "maya"];
			chat.show("g.robotics", { marks: users.map((user) => ({ user, delivered: 99, read: 99 })) });
		});
		const own = visitor.page.locator(".mine.last", { hasText: "Seen by" }).last();
		await own.waitFor();
		const [bubble, under] = await Promise.all([boxOf(own.locator(".bubble")), boxOf(own.locator(".under"))]);
		expect(Math.abs(bubble.x + bubble.width - (under.x + under.width))).toBeLessThanOrEqual(1);
		await expect.poll(() => own.locator(".under").evaluate((one) => getComputedStyle(one).textAlign)).toBe("end");
		await visitor.leave();
	});
});

test("[SHOW6] in forced colours one tab is selected, and the others are not", async () => {
	const visitor = await visit("", { forcedColors: "active" });
	await visitor.open();
	const tabs = await visitor.page.getByRole("tab").evaluateAll((all) =>
		all.map((tab) => {
			const style = getComputedStyle(tab);
			return [
				tab.getAttribute("aria-selected"),
				style.borderBlockEndColor === getComputedStyle(tab.closest(".card") ?? tab).backgroundColor,
			];
		}),
	);
	expect(tabs).toEqual([
		["true", false],
		["false", true],
		["false", true],
	]);
	await visitor.leave();
});

test("[PAGE5] in a browser without popovers and other young things, everything opens", async () => {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
	const page = await context.newPage();
	await page.addInitScript(() => {
		for (const name of ["showPopover", "hidePopover", "togglePopover", "popover"])
			Reflect.deleteProperty(HTMLElement.prototype, name);
		Reflect.deleteProperty(Intl, "Segmenter");
		for (const name of ["parse", "canParse"]) Reflect.deleteProperty(URL, name);
		for (const name of ["isWellFormed", "toWellFormed"]) Reflect.deleteProperty(String.prototype, name);
		Reflect.deleteProperty(Promise, "withResolvers");
	});
	const visitor = await Visitor.in(page, `${site.url}/`);
	await visitor.open("Ada Lovelace");
	await page.locator(".window .words").first().waitFor();
	await visitor.window("Ada Lovelace").getByRole("button", { name: "Conversation options" }).click();
	await page.getByRole("menuitem", { name: "Mute" }).click();
	await expect.poll(() => visitor.asked("mute")).toHaveLength(1);
	expect(await visitor.breaches()).toEqual([]);
	await visitor.leave();
});
