import { describe, expect, test } from "vitest";
import { useSchool } from "./support/school/school.ts";
import { watchShifts } from "./support/school/shifts.ts";

const school = useSchool();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe("the dock on a page", () => {
	test("asks for nothing before the page is idle", async () => {
		const amira = await school.enter("Amira");
		const { page } = amira;
		const asked: string[] = [];
		page.on("request", (request) => asked.push(new URL(request.url()).pathname));
		page.on("websocket", (socket) => asked.push(new URL(socket.url()).pathname));
		// A picture that takes its time: the page has not been loaded before it is there.
		const held = Promise.withResolvers<void>();
		await page.route("**/demo/school.svg", async (route) => {
			await held.promise;
			await route.continue();
		});
		await page.goto(`${school.url}/school/courses`, { waitUntil: "domcontentloaded" });
		await expect.poll(() => asked).toContain("/parlour-dock.js");
		await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
		const early = asked.filter((path) => !/^\/school\/courses$|^\/demo\/|^\/parlour-dock\.js$/.test(path));
		expect(early).toEqual([]);
		held.resolve();
		await amira.isLive();
		expect(asked).toContain("/school/ticket");
	});

	test("moves no pixel of it, with everything open that was", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		await amira.talkTo("Ben Whitfield");
		await amira.say("Ben Whitfield", "one", "two");
		const shifts = await watchShifts(amira.page);
		for (const path of ["/school", "/school/course/physics", "/school/people"]) {
			await amira.goTo(path);
			await amira.dock.locator(".panel .body").waitFor();
			await amira.sees("Ben Whitfield", "two");
			expect([path, await shifts()]).toEqual([path, 0]);
		}
		// Nor does what arrives.
		await ben.talkTo("Amira Haddad");
		await ben.say("Amira Haddad", "three");
		await amira.sees("Ben Whitfield", "three");
		expect(await shifts()).toBe(0);
	});

	test("costs one socket, and on pages without it nothing", async () => {
		const amira = await school.enter("Amira");
		const sockets: string[] = [];
		amira.page.on("websocket", (socket) => sockets.push(new URL(socket.url()).pathname));
		await amira.goTo("/school/courses");
		await amira.open("People");
		await amira.open("Messages");
		expect(sockets).toEqual(["/v1/channels/me/socket"]);
		await amira.page.getByRole("button", { name: "Sign out" }).click();
		await amira.page.getByRole("heading", { name: "Who are you today?" }).waitFor();
		expect(await amira.dock.count()).toBe(0);
		expect(sockets).toHaveLength(1);
	});

	test("the school works without JavaScript, the chat aside", async () => {
		const context = await school.browser.newContext({ javaScriptEnabled: false });
		const page = await context.newPage();
		await page.goto(`${school.url}/school`);
		await page.getByRole("button", { name: "Amira" }).click();
		await page.getByRole("heading", { name: "Good to see you, Amira." }).waitFor();
		await page.getByRole("link", { name: "Physics" }).first().click();
		await page.getByRole("heading", { name: "Physics" }).waitFor();
		await page.getByRole("link", { name: "العربية" }).click();
		await page.getByRole("heading", { name: "الفيزياء" }).waitFor();
		await page.getByRole("button", { name: "تسجيل الخروج" }).click();
		expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("من أنت اليوم؟");
		await context.close();
	});
});

describe("the dock on a phone", () => {
	test("is one panel over all of the page, and goes back step by step", async () => {
		const [amira, ben] = [await school.enter("Amira", PHONE), await school.enter("Ben")];
		await amira.open("People");
		const sheet = amira.dock.locator("dialog.sheet");
		expect(await sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
		await amira.entry("Ben Whitfield").tap();
		await amira.window("Ben Whitfield").waitFor();
		await amira.field("Ben Whitfield").fill("from my phone");
		await amira.window("Ben Whitfield").getByLabel("Send").tap();
		await ben.hasUnread(1);
		await amira.window("Ben Whitfield").getByLabel("Back").tap();
		await amira.window("Ben Whitfield").waitFor({ state: "detached" });
		await amira.bar.tap();
		await sheet.waitFor({ state: "detached" });
		await amira.page.getByRole("link", { name: "Courses" }).tap();
		await amira.page.waitForURL(/\/school\/courses$/);
		const isWider = await amira.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		expect(isWider).toBe(false);
	});
});

describe("the dock in Arabic", () => {
	test("speaks it, from right to left, at the other side of the page", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		await amira.goTo("/school/people?lang=ar");
		await ben.talkTo("Amira Haddad");
		await ben.say("Amira Haddad", "مرحبا");
		await amira.bar.locator(".badge").waitFor();
		await amira.bar.click();
		await amira.dock.locator(".page.chats .entry", { hasText: "Ben Whitfield" }).click();
		const window = amira.dock.locator(".window");
		await window.locator(".words", { hasText: "مرحبا" }).waitFor();
		expect(await window.evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
		expect(await amira.dock.getByRole("tab").first().innerText()).toMatch(/\p{Script=Arabic}/u);
		const box = await amira.dock.locator(".panel").boundingBox();
		expect(box?.x).toBeLessThan(200);
	});
});
