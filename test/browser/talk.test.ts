import { rm } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ROOM } from "../../demo/room.ts";
import { Origin } from "../../src/origin/index.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { type Demo, newState, startDemo } from "./support/demo.ts";
import { openLine } from "./support/line.ts";
import { launch, Person } from "./support/person.ts";

let state: string;
let demo: Demo;
let browser: Browser;
const people: Person[] = [];

async function visit(url = demo.url): Promise<Person> {
	const person = await Person.visit(browser, url);
	people.push(person);
	return person;
}

function origin(): Origin {
	const { id, secret } = TEST_KEYS.dev;
	return new Origin({ url: demo.url, key: id, secret });
}

beforeAll(async () => {
	state = await newState();
	[demo, browser] = await Promise.all([startDemo(state), launch()]);
});

afterEach(async () => {
	for (const person of people.splice(0)) await person.leave();
});

afterAll(async () => {
	await browser?.close();
	await demo?.stop();
	await rm(state, { recursive: true, force: true });
});

describe("the room on the page", () => {
	test("two people talk, each message is there once, and a reload brings it back", async () => {
		const [ada, grace] = [await (await visit()).join("Ada"), await (await visit()).join("Grace")];
		await ada.say("talk 1", "talk 2");
		await grace.sees("talk 2");
		await grace.say("talk 3");
		const expected = ["talk 1", "talk 2", "talk 3"];
		expect(await ada.sees("talk 3")).toEqual(expected);
		await expect.poll(() => grace.texts()).toEqual(expected);
		await ada.page.getByText("Received by 1").last().waitFor();

		await grace.page.reload();
		expect(await grace.sees("talk 3")).toEqual(expected);
		await expect.poll(() => grace.page.locator(".mine .text").allTextContents()).toEqual(["talk 3"]);
		await grace.isLive();
	});

	test("a guest reads along and may join", async () => {
		const guest = await visit();
		await guest.isLive();
		await origin().notify({ channel: ROOM, name: "message", data: { text: "for guests too" } });
		await guest.sees("for guests too");
		await expect.poll(() => guest.page.getByLabel("Message", { exact: true }).isVisible()).toBe(false);
		await guest.join("Guest");
		await guest.say("no longer a guest");
		const texts = await guest.sees("no longer a guest");
		expect(texts.filter((text) => text === "for guests too")).toHaveLength(1);
	});

	test("who loses the connection and comes back has everything once, and says so in between", async () => {
		const line = await openLine(demo.port);
		const [ada, grace] = [await (await visit()).join("Ada"), await (await visit(line.url)).join("Grace")];
		await ada.say("away 0");
		await grace.sees("away 0");

		line.cut();
		await grace.reads("Reconnecting");
		await grace.page.getByText("waits here and goes out").waitFor();
		await ada.say("away 1", "away 2", "away 3");
		await ada.sees("away 3");
		await grace.say("written while away");
		await grace.page.getByText("Sending…").waitFor();
		expect((await grace.texts()).includes("away 1")).toBe(false);

		line.mend();
		await grace.isLive();
		await ada.sees("written while away");
		const seen = (await grace.sees("away 3")).filter((text) => text.includes("away"));
		await grace.page.locator(".mine", { hasText: "written while away" }).getByText("Received by").waitFor();
		expect(seen.toSorted()).toEqual(["away 0", "away 1", "away 2", "away 3", "written while away"]);
		expect((await grace.texts()).slice(-5)).toEqual((await ada.texts()).slice(-5));
		await line.close();
	});

	test("a notify of the site's backend shows as an announcement, as text", async () => {
		const ada = await (await visit()).join("Ada");
		const text = `<img src=x onerror="document.title='owned'"> from the backend`;
		await origin().notify({ channel: ROOM, name: "message", data: { text } });
		await ada.sees("from the backend");
		const announcement = ada.page.locator(".announcement", { hasText: "from the backend" });
		await expect.poll(() => announcement.locator(".text").textContent()).toBe(text);
		await expect.poll(() => announcement.locator(".author").textContent()).toContain("Announcement");
		expect(await ada.page.title()).toContain("Lobby");
	});

	test("typing shows to the others only", async () => {
		const [ada, grace] = [await (await visit()).join("Ada"), await (await visit()).join("Grace")];
		await ada.page.getByLabel("Message", { exact: true }).pressSequentially("hm");
		await grace.page.getByText("Ada is typing…").waitFor();
		await ada.say("typed 1");
		await grace.sees("typed 1");
		await expect.poll(() => grace.page.locator("#typing").textContent()).toBe("");
		await expect.poll(() => ada.page.locator("#typing").textContent()).toBe("");
	});

	test("history comes page by page as one goes up", async () => {
		const messages = Array.from({ length: 80 }, (_, index) => ({
			channel: ROOM,
			name: "message",
			data: { text: `page ${index + 1}.` },
		}));
		await origin().notify(messages);
		const ada = await visit();
		await ada.sees("page 80.");
		expect(await ada.texts()).not.toContain("page 1.");
		await ada.page.locator("#scroll").evaluate((box) => box.scrollTo(0, 0));
		await ada.sees("page 1.");
		const pages = (await ada.texts()).filter((text) => text.startsWith("page"));
		expect(pages).toEqual(messages.map(({ data }) => data.text));
	});

	test("a message that the site withdraws is taken from the page", async () => {
		const ada = await (await visit()).join("Ada");
		const stored = await origin().notify({ channel: ROOM, name: "message", data: { text: "a slip of the tongue" } });
		await ada.sees("a slip of the tongue");
		expect(stored.ok).toBe(true);
		if (stored.ok) await origin().redact(await origin().channelHash(ROOM), { seqs: [stored.seq] });
		expect(await ada.sees("This message was removed.")).not.toContain("a slip of the tongue");
	});

	test("a name that the backend refuses is explained beside the field", async () => {
		const ada = await visit();
		await ada.page.getByLabel("Your name").fill("   ");
		await ada.page.getByRole("button", { name: "Join" }).click();
		await ada.page.getByText("A name has 1 to 40 characters").waitFor();
		await expect
			.poll(() => ada.page.getByLabel("Your name").evaluate((field) => field === document.activeElement))
			.toBe(true);
	});

	test("who is sent away is told so, and may connect again", async () => {
		const ada = await (await visit()).join("Ada");
		const hash = await origin().channelHash(ROOM);
		const { members = [] } = await origin().presence(hash);
		for (const { id } of members) await origin().kick(hash, id);
		await ada.reads("Disconnected");
		await ada.page.getByText("asked to leave").waitFor();
		await ada.page.getByRole("button", { name: "Connect again" }).click();
		await ada.isLive();
		await ada.say("back again");
		expect(await ada.sees("back again")).toContain("back again");
	});

	test("a log that has begun anew is said to have done so", async () => {
		const ada = await (await visit()).join("Ada");
		await ada.say("soon forgotten");
		await ada.page.getByText("Delivered").last().waitFor();
		await origin().erase(await origin().channelHash(ROOM));
		await ada.page.getByText("The room has begun a new log.").waitFor();
		await ada.isLive();
		await ada.say("first of the new log");
		expect(await ada.sees("first of the new log")).toEqual(["first of the new log"]);
	});
});
