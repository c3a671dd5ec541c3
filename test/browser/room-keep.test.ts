import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Line, openLine } from "./support/line.ts";
import { launch } from "./support/person.ts";
import { type RoomSite, startRoomSite, type Visit, Visitor } from "./support/room.ts";

const ADA = { id: "ada", name: "Ada" };
const GRACE = { id: "grace", name: "Grace" };

let site: RoomSite;
let browser: Browser;
let line: Line;
const visitors: Visitor[] = [];

beforeAll(async () => {
	[site, browser] = await Promise.all([startRoomSite(), launch()]);
	line = await openLine(site.port);
});

afterEach(async () => {
	line.mend();
	for (const visitor of visitors.splice(0)) await visitor.leave();
});

afterAll(async () => {
	await browser?.close();
	await line?.close();
	await site?.stop();
});

async function enter(visit: Visit): Promise<Visitor> {
	const visitor = await Visitor.enter(browser, site, visit);
	visitors.push(visitor);
	await visitor.isLive();
	return visitor;
}

/** A browser whose storage is forbidden, as in a frame without the site's origin. */
async function forbidStorage(page: Page): Promise<void> {
	await page.addInitScript(() => {
		IDBFactory.prototype.open = () => {
			throw new DOMException("Forbidden", "SecurityError");
		};
	});
}

test("[KEEP1] what was said without a connection is sent by the next page, once and in order", async () => {
	const item = "kept";
	const grace = await enter({ item, user: GRACE });
	const ada = await enter({ item, user: ADA, url: line.url });
	line.cut();
	await ada.reads("The connection is interrupted.");
	await ada.say("one", "two");
	await ada.message("two").getByText("Waiting for the connection").waitFor();
	await ada.page.reload();
	line.mend();
	await grace.sees("two");
	expect(await grace.texts()).toEqual(["one", "two"]);
	await expect.poll(() => ada.texts()).toEqual(["one", "two"]);
	await ada.page.reload();
	await ada.sees("two");
	expect(await grace.texts()).toEqual(["one", "two"]);
});

test("[KEEP5] what waits is discarded for good", async () => {
	const item = "discarded";
	const ada = await enter({ item, user: ADA, url: line.url });
	line.cut();
	await ada.reads("The connection is interrupted.");
	await ada.say("never mind");
	await ada.message("never mind").getByRole("button", { name: "Discard" }).click();
	await ada.message("never mind").waitFor({ state: "detached" });
	line.mend();
	await ada.isLive();
	await ada.say("hello");
	expect(await ada.sees("hello")).toEqual(["hello"]);
});

test("[KEEP7] where nothing can be kept, what waits says that it is lost with the page", async () => {
	const ada = await enter({ item: "forbidden", user: ADA, url: line.url, prepare: forbidStorage });
	line.cut();
	await ada.reads("The connection is interrupted.");
	await ada.say("here");
	await ada.message("here").getByText("It will be lost if you close this page.").waitFor();
	line.mend();
	await ada.message("here").getByText("Sent. Nobody else is here.").waitFor();
	expect(await ada.texts()).toEqual(["here"]);
});

test("[WRITE7] what is being written is there after a reload, and gone in the other tab once it was sent", async () => {
	const ada = await enter({ item: "draft", user: ADA });
	await ada.field.fill("half a thought");
	await ada.page.reload();
	await expect.poll(() => ada.field.inputValue()).toBe("half a thought");
	await ada.field.press("Enter");
	await ada.sees("half a thought");
	await ada.page.reload();
	await ada.sees("half a thought");
	await expect.poll(() => ada.field.inputValue()).toBe("");
});
