import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Attributes, SiteOfBoth } from "./support/both.ts";
import { launch } from "./support/person.ts";

let site: SiteOfBoth;
let browser: Browser;
let hash: string;

/** What whoever sets a page up has until then, beside the time that a busy machine takes. */
const SOON_MS = 15_000;

beforeAll(async () => {
	[site, browser] = await Promise.all([SiteOfBoth.start(), launch()]);
	hash = await site.origin.channelHash({ context: "test", component: "chat", area: "room", item: "setup" });
});

beforeEach(() => {
	site.user = "ada";
	site.answer = undefined;
	site.asked = 0;
});

afterAll(async () => {
	await browser?.close();
	await site?.stop();
});

/** A page and what its console says of Parlour. */
async function visit(tags: { readonly dock?: Attributes; readonly room?: Attributes }) {
	const page = await site.page(browser, {});
	const said: string[] = [];
	page.on("console", (message) => {
		if (message.text().startsWith("Parlour: ")) said.push(message.text());
	});
	await page.goto(site.address(tags));
	return { page, said };
}

const codes = (page: Page): Promise<string[]> => page.evaluate("errors");
const alert = (page: Page): Locator => page.locator("parlour-room").getByRole("alert");
const NOT_AVAILABLE = "Chat is not available";

/** A ticket that another secret has signed. */
const WRONG = `${btoa('{"alg":"HS256","kid":"dev"}').replaceAll("=", "")}.${btoa('{"sub":"ada","iat":1,"exp":9999999999}').replaceAll("=", "")}.c2lnbmF0dXJl`;

const CASES: readonly (readonly [string, string, Attributes, SiteOfBoth["answer"]])[] = [
	["a ticket signed with a wrong secret", "bad_ticket", {}, { body: JSON.stringify({ ticket: WRONG }) }],
	["a ticket with quotation marks", "bad_ticket", {}, { body: JSON.stringify({ ticket: `"${WRONG}"` }) }],
	[
		"a ticket-url that answers with a page",
		"ticket_failed",
		{},
		{ type: "text/html", body: "<!doctype html><p>Sign in" },
	],
	["a ticket-url that answers 404", "ticket_failed", {}, { status: 404, body: "{}" }],
	["a ticket-url that answers 500", "ticket_failed", {}, { status: 500, body: "{}" }],
	["a url without a scheme", "bad_url", { url: "parlour.example.com" }, undefined],
	["a url where nothing is", "unreachable", { url: "http://127.0.0.1:9" }, undefined],
];

describe("a dock that is set up wrongly", () => {
	test.each(CASES)(
		"[SETUP2][SETUP5] %s says %s once, and that chat is not available",
		async (_, code, more, answer) => {
			site.answer = answer;
			const { page, said } = await visit({ dock: { url: site.parlour, "ticket-url": "/ticket", ...more } });
			const bar = page.locator("parlour-dock").getByRole("button", { name: "Not available" });
			await bar.waitFor({ timeout: SOON_MS });
			expect(await codes(page)).toEqual([code]);
			expect(said).toEqual([
				expect.stringMatching(new RegExp(`^Parlour: ${code}\\..*docs/troubleshooting\\.md#${code}$`)),
			]);
			await bar.click();
			await page.getByRole("alert").getByText(NOT_AVAILABLE).waitFor();
			await page.context().close();
		},
	);

	test("[SETUP5] a missing url is said, and a missing ticket-url", async () => {
		const { page, said } = await visit({ dock: { "ticket-url": "/ticket" } });
		await page.getByRole("button", { name: "Not available" }).waitFor({ timeout: SOON_MS });
		expect([await codes(page), said.length]).toEqual([["bad_url"], 1]);
		await page.goto(site.address({ dock: { url: site.parlour } }));
		await page.getByRole("button", { name: "Not available" }).waitFor({ timeout: SOON_MS });
		expect([await codes(page), site.asked]).toEqual([["ticket_failed"], 0]);
		await page.context().close();
	});

	test("[SETUP5] another try succeeds once what was wrong is mended", async () => {
		site.answer = { status: 500, body: "{}" };
		const { page } = await visit({ dock: { url: site.parlour, "ticket-url": "/ticket" } });
		await page.getByRole("button", { name: "Not available" }).click({ timeout: SOON_MS });
		await page.getByRole("alert").getByText(NOT_AVAILABLE).waitFor();
		site.answer = undefined;
		await page.getByRole("button", { name: "Try again" }).click();
		await page.locator("parlour-dock .sign.live").waitFor({ timeout: SOON_MS });
		expect(await page.getByText(NOT_AVAILABLE).count()).toBe(0);
		await page.context().close();
	});

	test.each([401, 403])(
		"[SETUP6] a ticket-url that answers %i: no dock, and nothing is asked again",
		async (status) => {
			site.answer = { status, body: "{}" };
			const { page, said } = await visit({ dock: { url: site.parlour, "ticket-url": "/ticket" } });
			await expect.poll(() => codes(page), { timeout: SOON_MS }).toEqual(["ticket_required"]);
			expect(said).toHaveLength(1);
			const refused = await page.evaluate(
				`document.querySelector("parlour-dock").talkTo("bob").catch(({ code }) => code)`,
			);
			expect(refused).toBe("ticket_required");
			for (let times = 0; times < 3; times++) await page.evaluate(`dispatchEvent(new Event("focus"))`);
			expect([site.asked, await page.locator("parlour-dock .bar").count()]).toEqual([1, 0]);
			site.answer = undefined;
			await page.evaluate(`document.querySelector("parlour-dock").restart()`);
			await page.locator("parlour-dock .sign.live").waitFor({ timeout: SOON_MS });
			await page.context().close();
		},
	);
});

describe("talkTo", () => {
	test("[SETUP7] called before the dock is there, it waits, and opens the conversation", async () => {
		await site.origin.chat.introduce([{ id: "ada" }, { id: "bob", name: "Bob" }]);
		const page = await site.page(browser, {});
		await page.addInitScript(`addEventListener("DOMContentLoaded", () => {
			window.talked = document.querySelector("parlour-dock").talkTo?.("bob");
		})`);
		await page.goto(site.address({ dock: { url: site.parlour, "ticket-url": "/ticket" } }));
		await page.locator("parlour-dock .window").waitFor({ timeout: SOON_MS });
		expect(await page.evaluate("talked")).toBeUndefined();
		await page.context().close();
	});

	test("[SETUP7] what cannot be done rejects with a code, and is said on the page", async () => {
		const { page } = await visit({ dock: { url: site.parlour, "ticket-url": "/ticket" } });
		const talk = (): Promise<unknown> =>
			page.evaluate(`document.querySelector("parlour-dock").talkTo("stranger").catch(({ code }) => code)`);
		await page.locator("parlour-dock .sign.live").waitFor({ timeout: SOON_MS });
		expect(await talk()).toBe("forbidden");
		await page.getByRole("alert").getByText("You are not allowed to do this.").waitFor();
		site.answer = { status: 500, body: "{}" };
		await page.evaluate(`document.querySelector("parlour-dock").restart()`);
		expect(await talk()).toBe("ticket_failed");
		await page.getByRole("alert").getByText(NOT_AVAILABLE).waitFor();
		await page.context().close();
	});
});

describe("a room that is set up wrongly", () => {
	const HASHES: typeof CASES = [
		["a hash that no key has signed", "bad_hash", { hash: "dev.x.y" }, undefined],
		["an empty hash", "bad_hash", { hash: "" }, undefined],
	];

	test.each([...CASES, ...HASHES])(
		"[SETUP2][SETUP5] %s says %s once, and that chat is not available",
		async (_, code, more, answer) => {
			site.answer = answer;
			const { page, said } = await visit({ room: { url: site.parlour, "ticket-url": "/ticket", hash, ...more } });
			await alert(page).getByText(NOT_AVAILABLE).waitFor({ timeout: SOON_MS });
			expect(await codes(page)).toEqual([code]);
			expect(said).toHaveLength(1);
			expect(said[0]).toContain(`#${code}`);
			await page.context().close();
		},
	);

	test("[SETUP5] another try succeeds once what was wrong is mended", async () => {
		site.answer = { status: 500, body: "{}" };
		const { page } = await visit({ room: { url: site.parlour, "ticket-url": "/ticket", hash } });
		await alert(page).getByText(NOT_AVAILABLE).waitFor({ timeout: SOON_MS });
		site.answer = undefined;
		await alert(page).getByRole("button", { name: "Try again" }).click();
		await page.locator("parlour-room .lamp.live").waitFor({ timeout: SOON_MS });
		expect(await page.getByText(NOT_AVAILABLE).count()).toBe(0);
		await page.context().close();
	});

	test("[SETUP5] a missing hash is said, and another try succeeds once it is there", async () => {
		const { page, said } = await visit({ room: { url: site.parlour, "ticket-url": "/ticket" } });
		await alert(page).getByText(NOT_AVAILABLE).waitFor({ timeout: SOON_MS });
		expect(await codes(page)).toEqual(["bad_hash"]);
		expect(said).toEqual([expect.stringContaining("The attribute hash of <parlour-room> is missing.")]);
		await page.locator("parlour-room").evaluate((room, given) => room.setAttribute("hash", given), hash);
		await page.locator("parlour-room .lamp.live").waitFor({ timeout: SOON_MS });
		await page.context().close();
	});

	test("[SETUP3] the server has one line about a ticket with a wrong secret", async () => {
		site.answer = { body: JSON.stringify({ ticket: WRONG }) };
		const { page } = await visit({ room: { url: site.parlour, "ticket-url": "/ticket", hash } });
		await alert(page).getByText(NOT_AVAILABLE).waitFor({ timeout: SOON_MS });
		const line = expect.stringContaining('"code":"bad_ticket","key":"dev"') as string;
		expect(site.log).toContainEqual(line);
		expect(site.log.join("\n")).not.toContain(WRONG.slice(-12));
		await page.context().close();
	});
});
