import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../scripts/lib/run.mjs";
import { TEST_KEYS } from "../support/keys.ts";
import { type Demo, newState, startDemo } from "./support/demo.ts";
import { launch } from "./support/person.ts";

let state: string;
let demo: Demo;
let browser: Browser;
const sites: ChildProcess[] = [];

beforeAll(async () => {
	state = await newState();
	[demo, browser] = await Promise.all([startDemo(state), launch()]);
});

afterAll(async () => {
	for (const site of sites) site.kill("SIGKILL");
	await browser?.close();
	await demo?.stop();
	await rm(state, { recursive: true, force: true });
});

/** Somebody's page of the example's site, on an origin of its own. */
async function visit(name: string): Promise<Page> {
	const { id, secret } = TEST_KEYS.dev;
	const env = { PARLOUR_URL: demo.url, PARLOUR_KEY: id, PARLOUR_SECRET: secret, PORT: "0", NAME: name };
	const site = spawn("node", ["examples/dock/site.mjs"], { cwd: ROOT, env: { ...process.env, ...env } });
	sites.push(site);
	const port = await new Promise<string>((resolve) => {
		let printed = "";
		site.stdout.setEncoding("utf8").on("data", (text: string) => {
			const [, found] = /port: ([0-9]+)/.exec((printed += text)) ?? [];
			if (found !== undefined) resolve(found);
		});
	});
	const page = await (await browser.newContext()).newPage();
	await page.goto(`http://localhost:${port}`);
	return page;
}

function dockOf(page: Page): Locator {
	return page.locator("parlour-dock");
}

test("one tag is all that a page of another origin needs", async () => {
	const [ada, grace] = [await visit("Ada"), await visit("Grace")];
	for (const page of [ada, grace]) await dockOf(page).locator(".sign.live").waitFor();
	await dockOf(ada).locator(".bar > button").click();
	await dockOf(ada).getByRole("tab", { name: "People" }).click();
	await dockOf(ada).locator(".entry.person", { hasText: "Grace" }).click();
	await dockOf(ada).getByLabel("Write a message").fill("hello from another site");
	await dockOf(ada).getByLabel("Write a message").press("Enter");
	await dockOf(grace).locator(".badge").waitFor();
	await dockOf(grace).locator(".bar > button").click();
	await dockOf(grace).locator(".page.chats .entry").click();
	await dockOf(grace).locator(".words", { hasText: "hello from another site" }).waitFor();
	const colour = await dockOf(ada)
		.locator(".sign")
		.evaluate((sign) => getComputedStyle(sign).backgroundColor);
	expect(colour).toBe("rgb(122, 62, 157)");
});
