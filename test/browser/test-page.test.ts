import { rm } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Origin } from "../../src/origin/index.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { type Demo, newState, startDemo } from "./support/demo.ts";
import { launch, Person } from "./support/person.ts";

let state: string;
let demo: Demo;
let browser: Browser;
let tester: Person;

beforeAll(async () => {
	state = await newState();
	[demo, browser] = await Promise.all([startDemo(state), launch()]);
});

afterEach(async () => tester.leave());

afterAll(async () => {
	await browser?.close();
	await demo?.stop();
	await rm(state, { recursive: true, force: true });
});

async function visit(): Promise<Person> {
	tester = await Person.visit(browser, `${demo.url}/test`);
	await tester.isLive();
	return tester;
}

async function run({ page }: Person): Promise<string | null> {
	await page.getByRole("button", { name: /^Run/ }).click();
	const verdict = page.locator("#verdict:is([data-verdict=passed], [data-verdict=failed])");
	await verdict.waitFor({ timeout: 55_000 });
	return verdict.textContent();
}

function origin(): Origin {
	return new Origin({ url: demo.url, key: TEST_KEYS.dev.id, secret: TEST_KEYS.dev.secret });
}

/** What the tables say, by their rows' names. */
async function findings({ page }: Person): Promise<Record<string, string>> {
	const cells = (selector: string) => page.locator(selector).allTextContents();
	const [names, values] = await Promise.all([cells("tbody th"), cells("tbody td")]);
	return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
}

const PASSED = "Passed · 10,000 of 10,000 messages, 25 of 25 calls";
const COUNTS = {
	Expected: "10,000",
	Received: "10,000",
	Missing: "0",
	Duplicated: "0",
	"Out of order": "0",
	Gaps: "0",
	Answered: "25 of 25",
	"An error's message": "arrives",
	State: "live",
	"People here": "1",
};

describe("the test page", () => {
	test("[CLIENT5] [CLIENT6] [CALL1] 10,000 of 10,000 arrive over a socket, once and in order", async () => {
		const { page } = await visit();
		expect(await run(tester)).toBe(PASSED);
		expect(await findings(tester)).toMatchObject({ ...COUNTS, Transport: "WebSocket" });
		await expect
			.poll(() => page.locator("#latencies").textContent())
			.toMatch(/^p50 [\d.,]+ ms · p95 [\d.,]+ ms · p99 [\d.,]+ ms/);
		await expect
			.poll(() => page.getByRole("img", { name: "Histogram of latencies" }).locator(".bar").count())
			.toBeGreaterThan(0);
		await page.locator("#hooks", { hasText: "member.joined" }).waitFor();
	});

	test("[CLIENT9] [POLL3] [CALL1] 10,000 of 10,000 arrive by polling alone, and over a socket again", async () => {
		const { page } = await visit();
		const sockets: string[] = [];
		page.on("websocket", (socket) => sockets.push(socket.url()));
		await page.getByLabel("Long polling only").check();
		await tester.reads("Live · long polling");
		expect(await run(tester)).toBe(PASSED);
		expect(await findings(tester)).toMatchObject({ ...COUNTS, Transport: "long polling" });
		expect(sockets).toEqual([]);

		await page.getByLabel("Long polling only").uncheck();
		await tester.reads("Live · WebSocket");
		await page.getByLabel("Messages", { exact: true }).fill("500");
		expect(await run(tester)).toBe("Passed · 500 of 500 messages, 25 of 25 calls");
	});

	test("what fails is said to fail, and why", async () => {
		const { page } = await visit();
		await page.route("**/demo/test/burst", (route) =>
			route.fulfill({ status: 503, json: { fault: { code: "overloaded", message: "The room is overloaded." } } }),
		);
		expect(await run(tester)).toBe("Failed · The room is overloaded.");
		await page.unroute("**/demo/test/burst");
		await page.route("**/demo/test/burst", async (route) => {
			// Everything arrives, and one number twice.
			const { hash, run: id } = route.request().postDataJSON() as { hash: string; run: string };
			const twice = [0, 1, 1, 2].map((number) => ({ hash, name: "burst", data: { run: id, number, sent: 0 } }));
			await origin().notify(twice);
			await route.fulfill({ json: { stored: 3, ms: 1 } });
		});
		await page.getByLabel("Messages", { exact: true }).fill("3");
		expect(await run(tester)).toMatch(/^Failed · 3 of 3 messages/);
		expect(await findings(tester)).toMatchObject({ Missing: "0", Duplicated: "1" });
	});

	test("the room and the test link to each other", async () => {
		const { page } = await visit();
		await page.getByRole("link", { name: "Chat" }).click();
		await page.getByRole("heading", { name: "The Lobby" }).waitFor();
		await page.getByRole("link", { name: "Test" }).click();
		await page.getByRole("heading", { name: "Test" }).waitFor();
		expect(new URL(page.url()).pathname).toBe("/test");
	});
});
