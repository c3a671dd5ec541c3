import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launch } from "./support/person.ts";
import { type RoomSite, startRoomSite, type Visit, Visitor } from "./support/room.ts";

const ADA = { id: "ada", name: "Ada" };

let site: RoomSite;
let browser: Browser;
const visitors: Visitor[] = [];

beforeAll(async () => {
	[site, browser] = await Promise.all([startRoomSite(), launch()]);
});

afterEach(async () => {
	for (const visitor of visitors.splice(0)) await visitor.leave();
});

afterAll(async () => {
	await browser?.close();
	await site?.stop();
});

async function enter(visit: Visit): Promise<Visitor> {
	const visitor = await Visitor.enter(browser, site, visit);
	visitors.push(visitor);
	await visitor.isLive();
	await visitor.page.evaluate(() =>
		document.addEventListener("keydown", (event) => {
			document.title = event.key;
			if ("jk?".includes(event.key)) event.preventDefault();
		}),
	);
	return visitor;
}

describe("writing in a room", () => {
	test("[WRITE1] is no shortcut of the page, and what the page has put into the room is the page's", async () => {
		const ada = await enter({ item: "shortcuts", user: ADA });
		await ada.field.click();
		await ada.page.keyboard.type("just j/k? ok");
		await ada.page.keyboard.press("Enter");
		expect(await ada.sees("just j/k? ok")).toEqual(["just j/k? ok"]);
		expect(await ada.page.title()).toBe("A room");
		await ada.room.getByRole("log").press("j");
		expect(await ada.page.title()).toBe("j");

		const guest = await enter({ item: "shortcuts", inner: '<label slot="guest">Name <input></label>' });
		await guest.page.getByLabel("Name").press("a");
		expect(await guest.page.title()).toBe("a");
	});

	test("[WRITE2] with an input method sends nothing before it is done", async () => {
		const ada = await enter({ item: "ime", user: ADA });
		const cdp = await ada.page.context().newCDPSession(ada.page);
		const press = async (code: number): Promise<void> => {
			for (const type of ["rawKeyDown", "keyUp"] as const)
				await cdp.send("Input.dispatchKeyEvent", { type, key: "Enter", code: "Enter", windowsVirtualKeyCode: code });
		};
		await ada.field.click();
		await cdp.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
		await press(13);
		await expect.poll(() => ada.field.inputValue()).toBe("にほん");
		await cdp.send("Input.insertText", { text: "日本" });
		await press(229);
		await expect.poll(() => ada.field.inputValue()).toBe("日本");
		expect(await ada.texts()).toEqual([]);
		await press(13);
		expect(await ada.sees("日本")).toEqual(["日本"]);
	});

	test("[WRITE4] more than fits is kept in the field, and not sent", async () => {
		const ada = await enter({ item: "long", user: ADA });
		await ada.say("a".repeat(4_002));
		await ada.reads("2 characters too many");
		expect(await ada.texts()).toEqual([]);
		await expect.poll(() => ada.field.inputValue()).toHaveLength(4_002);
		await ada.say("😀".repeat(4_000));
		await ada.message("😀").first().waitFor();
	});
});
