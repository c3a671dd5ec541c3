import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "../../src/client/chat/types.ts";
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

/** Opens the group of 200. */
async function visit(options = {}): Promise<Visitor> {
	visitor = await Visitor.at(browser, `${site.url}/?world=year`, options);
	await visitor.open("Year 7");
	return visitor;
}

/** Opens the sheet of its members. */
async function visitMembers(options = {}): Promise<Visitor> {
	await visit(options);
	await visitor.window("Year 7").getByRole("button", { name: "Conversation options" }).click();
	await visitor.page.getByRole("menuitem", { name: "Members" }).click();
	await visitor.page.locator(".members li").first().waitFor();
	return visitor;
}

describe("the members of a group of 200", () => {
	test("[CHAT17] are all reached by scrolling", async () => {
		const { page } = await visitMembers();
		const rows = page.locator(".members li");
		await page.locator(".members").getByText("200 members").waitFor();
		await expect.poll(() => rows.count()).toBe(50);
		await expect
			.poll(async () => {
				await page.locator(".members .scroll").evaluate((list) => list.scrollTo(0, list.scrollHeight));
				return rows.count();
			})
			.toBe(200);
		await page.locator(".members li", { hasText: "Tomás Álvarez" }).waitFor();
		expect(await visitor.breaches()).toEqual([]);
	});

	test("[CHAT17] are found by a search, and removed by who may", async () => {
		const { page } = await visitMembers();
		const field = page.getByRole("searchbox", { name: "Search members" });
		await field.fill("lin zh");
		await expect.poll(() => page.locator(".members li").count()).toBe(1);
		await field.press("Enter");
		await page.getByRole("button", { name: "Remove Lin Zhao" }).click();
		await page.getByText("No member by that name.").waitFor();
		expect(await visitor.asked("members")).toEqual([["members", "g.year", [], ["lin"]]]);
		await visitor.window("Year 7").getByText("199 members").waitFor();
		await field.press("Escape");
		await expect.poll(() => field.inputValue()).toBe("");
		await page.keyboard.press("Escape");
		await page.getByRole("dialog").waitFor({ state: "detached" });
		expect(await visitor.asked("no members list")).toHaveLength(1);
	});

	test("[CHAT17] change under the open sheet, and who is online and no member may be added", async () => {
		const { page } = await visitMembers();
		await visitor.chat((chat) => chat.consistsOf("g.year", [{ id: "you" }, { id: "zed", name: "Zed Aa" }]));
		await expect.poll(() => page.locator(".members li").count()).toBe(2);
		await page.locator(".members li", { hasText: "Zed Aa" }).waitFor();
		await page.getByRole("button", { name: "Add people" }).click();
		await page.getByRole("button", { name: "Add Ada Lovelace" }).click();
		await page.getByRole("button", { name: "Add Ada Lovelace" }).waitFor({ state: "detached" });
		await page.getByRole("button", { name: "Members", exact: true }).click();
		await page.locator(".members li", { hasText: "Ada Lovelace" }).waitFor();
	});

	test("[CHAT17] can be written to, and are not removed by who may not", async () => {
		visitor = await Visitor.at(browser, `${site.url}/?world=year`);
		await visitor.chat((chat) => void (chat.mayRemove = false));
		await visitor.open("Year 7");
		await visitor.window("Year 7").getByRole("button", { name: "Conversation options" }).click();
		await visitor.page.getByRole("menuitem", { name: "Members" }).click();
		const { page } = visitor;
		await page.getByRole("searchbox", { name: "Search members" }).fill("lin zhao");
		await page.getByRole("button", { name: "Message Lin Zhao" }).waitFor();
		await expect.poll(() => page.getByRole("button", { name: /^Remove/ }).count()).toBe(0);
		await page.getByRole("button", { name: "Message Lin Zhao" }).click();
		await visitor.window("Lin Zhao").waitFor();
	});

	test("[CHAT18] are named in marks and reactions, and never by their ids", async () => {
		const { page } = await visit();
		const window = visitor.window("Year 7");
		const marks = ["pupil150", "pupil160", "lin", "away"].map((user) => ({ user, delivered: 2, read: 2 }));
		await visitor.chat((chat, shown) => chat.show("g.year", { marks: shown }), marks);
		await window.getByText("· Seen", { exact: false }).waitFor();
		await expect.poll(() => window.textContent()).not.toMatch(/pupil1|away/);
		const names: Person[] = [
			{ id: "pupil150", name: "Ida" },
			{ id: "pupil160", name: "Mo" },
			{ id: "lin", name: "Lin" },
		];
		await visitor.chat((chat, known) => chat.show("g.year", { names: known, former: ["away", "pupil100"] }), names);
		await window.getByText(/Seen by Ida, Mo, Lin,? and \+1/).waitFor();
		const reaction = window.locator(".reactions button");
		await expect.poll(() => reaction.getAttribute("title")).toMatch(/Former member, Ida, Lin,? and Former member/);
		expect(await page.locator(".window").innerHTML()).not.toContain("pupil1");
	});
});

describe("a group that changes under an open window", () => {
	test.each([
		["a wide page", {}],
		["a phone", PHONE],
	])(
		"[CHAT19] says that one is no longer in it, keeps what was written, and opens again, on %s",
		async (_, options) => {
			const { page } = await visit(options);
			const window = visitor.window("Year 7");
			await window.locator("textarea").fill("half a thought");
			await visitor.chat((chat) => {
				chat.show("g.year", { out: true });
				chat.inbox.set({ conversations: chat.inbox.get().conversations.filter(({ id }) => id !== "g.year") });
			});
			await window.getByText("You are no longer in this group.").waitFor();
			await expect.poll(() => window.locator("textarea").count()).toBe(0);
			await window.getByText("At half past seven").waitFor();
			await expect.poll(() => page.getByRole("button", { name: "Conversation options" }).count()).toBe(0);
			expect(await visitor.breaches()).toEqual([]);
			await visitor.chat((chat) => chat.show("g.year", { out: false }));
			await expect.poll(() => window.locator("textarea").inputValue()).toBe("half a thought");
		},
	);

	test("[CHAT19] closes the sheet that is over it, and keeps its name where it is minimised", async () => {
		const { page } = await visitMembers();
		await visitor.chat((chat) => chat.show("g.year", { out: true }));
		await page.getByRole("dialog").waitFor({ state: "detached" });
		await visitor.window("Year 7").getByRole("button", { name: "Minimise" }).click();
		await visitor.chat((chat) => chat.inbox.set({ conversations: [] }));
		await expect.poll(() => page.locator(".tab .name").textContent()).toBe("Year 7");
	});

	test("[CHAT17] is called by its new name, and so are its members, in heads, lists, messages and sheets", async () => {
		visitor = await Visitor.at(browser, `${site.url}/`);
		await visitor.open("Robotics");
		await visitor.window("Robotics").getByRole("button", { name: "Conversation options" }).click();
		const { page } = visitor;
		await page.getByRole("menuitem", { name: "Leave group" }).click();
		await visitor.chat((chat) => {
			const members = [{ id: "you" }, { id: "grace", name: "Admiral Hopper" }];
			chat.change("g.robotics", { name: "Machines", members, size: 2 });
		});
		await page.getByRole("dialog", { name: "Leave Machines?" }).waitFor();
		await page.keyboard.press("Escape");
		await page.locator(".entry", { hasText: "Machines" }).getByText("Admiral Hopper: Yes, at 16:00").waitFor();
		const author = visitor.window("Machines").locator(".author", { hasText: "Hopper" }).first();
		await expect.poll(() => author.textContent()).toBe("Admiral Hopper");
	});
});
