import { describe, expect, test } from "vitest";
import type { Pupil } from "./support/school/pupil.ts";
import { useSchool } from "./support/school/school.ts";

const school = useSchool();

async function enterRoom(pupil: Pupil) {
	await pupil.page.goto(`${school.url}/school/room`);
	const room = pupil.page.locator("parlour-room");
	await room.locator(".lamp.live").waitFor();
	return {
		room,
		say: async (text: string) => {
			await room.getByLabel("Message", { exact: true }).fill(text);
			await room.getByLabel("Message", { exact: true }).press("Enter");
		},
	};
}

describe("the school's common room", () => {
	test("people talk, see who is there, and how many have received it", async () => {
		const [amira, irina] = [await school.enter("Amira"), await school.enter("Irina")];
		const one = await enterRoom(amira);
		const other = await enterRoom(irina);
		await one.room.getByText("2 people here").waitFor();
		await one.room.getByText(/Irina Petrova.? entered/).waitFor();
		await one.say("Hello everybody");
		await other.room.locator(".words", { hasText: "Hello everybody" }).waitFor();
		await one.room.getByText("Received by 1").waitFor();
		await other.room.getByLabel("Message", { exact: true }).pressSequentially("hi");
		await one.room.getByText(/Irina Petrova.? is typing…/).waitFor();
		await irina.page.reload();
		await other.room.locator(".words", { hasText: "Hello everybody" }).waitFor();
		await expect.poll(() => other.room.locator(".words").allInnerTexts()).toEqual(["Hello everybody"]);
	});

	test("a guest reads along", async () => {
		const context = await school.browser.newContext();
		const page = await context.newPage();
		await page.goto(`${school.url}/school/room`);
		const room = page.locator("parlour-room");
		await room.locator(".lamp.live").waitFor();
		await room.locator(".words", { hasText: "Hello everybody" }).waitFor();
		await expect.poll(() => room.getByLabel("Message", { exact: true }).count()).toBe(0);
		await room.getByRole("link", { name: "Sign in" }).waitFor();
		await context.close();
	});

	test("a moderator takes a message away, for everybody", async () => {
		const [grace, ben] = [await school.enter("Grace"), await school.enter("Ben")];
		const [teacher, pupil] = [await enterRoom(grace), await enterRoom(ben)];
		await pupil.say("rude words");
		const said = teacher.room.locator("li.message", { hasText: "rude words" });
		await said.hover();
		await said.getByLabel("Actions on this message").click();
		await teacher.room.getByRole("menuitem", { name: "Remove message" }).click();
		await pupil.room.getByText("This message was removed.").waitFor();
		await expect.poll(() => pupil.room.getByText("rude words").count()).toBe(0);
		await expect.poll(() => pupil.room.getByLabel(/^Actions/).count()).toBe(0);
	});
});
