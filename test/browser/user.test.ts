import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { nameOf, SiteOfBoth } from "./support/both.ts";
import { launch } from "./support/person.ts";

let site: SiteOfBoth;
let browser: Browser;
let count = 0;
/** Users and a room that no other test has. */
let ada: string;
let bob: string;
let hash: string;

beforeAll(async () => {
	[site, browser] = await Promise.all([SiteOfBoth.start(), launch()]);
});

beforeEach(async () => {
	count++;
	[ada, bob] = [`ada${count}`, `bob${count}`];
	hash = await site.origin.channelHash({ context: "test", component: "chat", area: "room", item: `user${count}` });
	site.user = ada;
	site.answer = undefined;
});

afterAll(async () => {
	await browser?.close();
	await site?.stop();
});

const both = () => ({
	dock: { url: site.parlour, "ticket-url": "/ticket" },
	room: { url: site.parlour, "ticket-url": "/ticket", hash, name: "Lobby" },
});

/** Ada's page, with a conversation open in the dock, and words in both fields that she has not sent. */
async function adasPage(): Promise<Page> {
	const { id } = await site.origin.chat.open({
		kind: "direct",
		users: [
			{ id: ada, name: nameOf(ada) },
			{ id: `cyd${count}`, name: "Cyd" },
		],
	});
	await site.origin.chat.post(id, { text: "For Ada alone", from: { id: `cyd${count}` } });
	const page = await site.page(browser, both());
	const dock = page.locator("parlour-dock");
	await dock.locator(".sign.live").waitFor();
	await dock.getByRole("button", { name: "Chat" }).click();
	await dock.locator(".entry", { hasText: "Cyd" }).click();
	await dock.locator(".window").getByText("For Ada alone").waitFor();
	await dock.locator(".window textarea").fill("Ada has not sent this");
	await page.locator("parlour-room .lamp.live").waitFor();
	await page.locator("parlour-room textarea").fill("nor this");
	return page;
}

/** All that the dock and the room show, fields included. */
function shown(page: Page): Promise<string> {
	return page.evaluate(() => {
		const roots = [...document.querySelectorAll("parlour-dock, parlour-room")].map(({ shadowRoot }) => shadowRoot);
		return roots
			.map((root) => {
				const fields = [...(root?.querySelectorAll<HTMLInputElement>("textarea, input") ?? [])];
				return [root?.textContent, ...fields.map(({ value }) => value)].join(" ");
			})
			.join(" ");
	});
}

/** Somebody comes back to the page after a while. */
async function comesBack(page: Page): Promise<void> {
	await expect
		.poll(
			async () => {
				await page.evaluate(() => window.dispatchEvent(new Event("focus")));
				return shown(page);
			},
			{ timeout: 15_000, interval: 500 },
		)
		.not.toContain("For Ada alone");
}

describe("another user", () => {
	test("[WHO5] who comes back to a page of somebody else finds nothing of theirs, and goes on as themselves", async () => {
		const page = await adasPage();
		site.user = bob;
		await comesBack(page);
		await page.locator("parlour-dock .sign.live").waitFor();
		await page.locator("parlour-room .lamp.live").waitFor();
		await page.locator("parlour-room textarea").waitFor();
		const text = await shown(page);
		for (const adas of ["For Ada alone", "Ada has not sent this", "nor this", "Cyd"]) expect(text).not.toContain(adas);
		const members = async () => (await site.origin.presence(hash)).members?.map(({ id }) => id);
		await expect.poll(members, { timeout: 15_000 }).toEqual([bob]);
		await page.context().close();
	});

	test("[WHO3] another tab that has another user is enough", async () => {
		const page = await adasPage();
		site.user = bob;
		const other = await page.context().newPage();
		await other.goto(site.address(both()));
		await expect.poll(() => shown(page), { timeout: 15_000 }).not.toContain("For Ada alone");
		await expect.poll(() => page.locator("parlour-room .lamp.live").count(), { timeout: 15_000 }).toBe(1);
		expect(await shown(page)).not.toContain("nor this");
		await page.context().close();
	});

	test("[WHO5] what waits while the connection is away is not posted as somebody else", async () => {
		const page = await adasPage();
		await page.context().setOffline(true);
		await page.evaluate(() => window.dispatchEvent(new Event("offline")));
		await page.locator("parlour-room textarea").press("Enter");
		await page.locator("parlour-dock .window textarea").press("Enter");
		site.user = bob;
		await page.context().setOffline(false);
		await comesBack(page);
		await page.locator("parlour-room .lamp.live").waitFor();
		const { events } = await site.origin.history(hash);
		expect(events.filter(({ from }) => from?.id !== ada)).toEqual([]);
		await page.context().close();
	});

	test("[WHO5] signing out leaves nothing of the user on the page: the dock is gone, the room is a guest's", async () => {
		const page = await adasPage();
		site.user = undefined;
		await comesBack(page);
		await expect.poll(() => page.locator("parlour-dock .bar").count(), { timeout: 15_000 }).toBe(0);
		await page.locator("parlour-room").getByText("Sign in to write.").waitFor();
		const text = await shown(page);
		for (const adas of ["For Ada alone", "Ada has not sent this", "nor this", "Cyd"]) expect(text).not.toContain(adas);
		site.user = bob;
		await page.evaluate(() => document.querySelector<HTMLElement & { restart(): void }>("parlour-dock")?.restart());
		await page.locator("parlour-dock .sign.live").waitFor();
		await page.context().close();
	});

	test("[WHO5] a room that begins anew keeps what the same user wrote", async () => {
		const page = await adasPage();
		await page.evaluate(() => document.querySelector<HTMLElement & { restart(): void }>("parlour-room")?.restart());
		await page.locator("parlour-room textarea").waitFor();
		await expect.poll(() => page.locator("parlour-room textarea").inputValue()).toBe("nor this");
		await page.context().close();
	});
});
