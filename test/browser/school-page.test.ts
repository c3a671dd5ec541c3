import { describe, expect, test } from "vitest";
import { boxOf } from "./support/box.ts";
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

	test("moves no pixel of it, nor of itself where the panel was open", async () => {
		const irina = await school.enter("Irina");
		const shifts = await watchShifts(irina.page);
		await irina.goTo("/school/courses");
		expect(await shifts()).toEqual({ all: 0, page: 0 });
		await irina.open("People");
		for (const path of ["/school", "/school/course/physics", "/school/people"]) {
			await irina.goTo(path);
			await irina.dock.getByText("Nobody else is online.").waitFor();
			expect([path, await shifts()]).toEqual([path, { all: 0, page: 0 }]);
		}
	});

	test("moves nothing but messages when some arrive", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		await amira.talkTo("Ben Whitfield");
		await amira.say("Ben Whitfield", "one", "two");
		const shifts = await watchShifts(amira.page);
		await amira.goTo("/school/course/physics");
		await amira.sees("Ben Whitfield", "two");
		await ben.talkTo("Amira Haddad");
		await ben.say("Amira Haddad", "three");
		await amira.sees("Ben Whitfield", "three");
		expect((await shifts()).page).toBe(0);
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
		await expect.poll(() => amira.dock.count()).toBe(0);
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
		await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toBe("من أنت اليوم؟");
		await context.close();
	});
});

describe("the dock on a phone", () => {
	test("is one panel over all of the page, and goes back step by step", async () => {
		const [daniel, felix] = [await school.enter("Daniel", PHONE), await school.enter("Felix")];
		await daniel.open("People");
		const sheet = daniel.dock.locator("dialog.sheet");
		await expect.poll(() => sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
		await daniel.entry("Felix Brandt").tap();
		await daniel.window("Felix Brandt").waitFor();
		await daniel.field("Felix Brandt").fill("from my phone");
		await daniel.window("Felix Brandt").getByLabel("Send").tap();
		await felix.hasUnread(1);
		await daniel.window("Felix Brandt").getByLabel("Back").tap();
		await daniel.window("Felix Brandt").waitFor({ state: "detached" });
		await daniel.bar.tap();
		await sheet.waitFor({ state: "detached" });
		await daniel.page.getByRole("link", { name: "Courses" }).tap();
		await daniel.page.waitForURL(/\/school\/courses$/);
		const isWider = await daniel.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
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
		await expect.poll(() => window.evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
		await expect.poll(() => amira.dock.getByRole("tab").first().innerText()).toMatch(/\p{Script=Arabic}/u);
		await expect.poll(async () => (await boxOf(amira.dock.locator(".panel"))).x).toBeLessThan(200);
	});
});
