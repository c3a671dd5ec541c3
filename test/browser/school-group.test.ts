import { describe, expect, test } from "vitest";
import { pngOf } from "./support/school/png.ts";
import { useSchool } from "./support/school/school.ts";

const school = useSchool();

describe("a group at the school", () => {
	test("is made of people who are online, who talk in it, see who has read, and may leave", async () => {
		const [amira, ben, grace] = [await school.enter("Amira"), await school.enter("Ben"), await school.enter("Grace")];
		await amira.open("People");
		for (const name of ["Ben Whitfield", "Grace Nakamura"]) await amira.entry(name).waitFor();
		await amira.dock.getByRole("button", { name: "New group" }).click();
		await amira.dock.getByLabel("Group name").fill("Observatory trip");
		for (const name of ["Ben Whitfield", "Grace Nakamura"]) await amira.entry(name).click();
		await amira.dock.getByRole("button", { name: "Create group" }).click();
		await amira.window("Observatory trip").getByText("3 members").waitFor();
		await amira.say("Observatory trip", "Who brings the tea?");

		for (const pupil of [ben, grace]) {
			await pupil.hasUnread(1);
			await pupil.open("Messages");
			await pupil.listed("Observatory trip").click();
			await pupil.sees("Observatory trip", "Who brings the tea?");
		}
		await amira
			.window("Observatory trip")
			.getByText(/Seen by (Ben.*Grace|Grace.*Ben)/)
			.waitFor();
		await ben.say("Observatory trip", "I do");
		await grace.message("Observatory trip", "I do").locator(".author", { hasText: "Ben Whitfield" }).waitFor();

		await amira.decide("Observatory trip", "Rename group");
		await amira.window("Observatory trip").getByLabel("Group name").fill("Stars on Friday");
		await amira.window("Observatory trip").getByRole("button", { name: "Save" }).click();
		for (const pupil of [amira, ben, grace]) await pupil.window("Stars on Friday").waitFor();

		await grace.decide("Stars on Friday", "Leave group");
		await grace.window("Stars on Friday").getByRole("button", { name: "Leave group" }).click();
		await amira.window("Stars on Friday").getByText("2 members").waitFor();
		await expect.poll(() => amira.texts("Stars on Friday")).toEqual(["Who brings the tea?", "I do"]);
		await grace.listed("Stars on Friday").waitFor({ state: "detached" });
	});
});

describe("a group that the site changes", () => {
	test("[CHAT19][CONV11] says at once that one is out of it and in it again, and keeps what was written", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		const users = ["amira", "ben"].map((id) => ({ id }));
		const origin = school.origin();
		const { id } = await origin.chat.open({ kind: "group", name: "Orchestra", users });
		await ben.open("Messages");
		await ben.listed("Orchestra").click();
		await ben.field("Orchestra").fill("half a thought");
		await origin.chat.members(id, { remove: ["ben"] });
		await ben.window("Orchestra").getByText("You are no longer in this group.").waitFor();
		await ben.listed("Orchestra").waitFor({ state: "detached" });
		await origin.chat.post(id, { text: "Without Ben" });
		await origin.chat.members(id, { add: [{ id: "ben", name: "Ben Whitfield" }] });
		await expect.poll(() => ben.field("Orchestra").inputValue()).toBe("half a thought");
		await ben.sees("Orchestra", "Without Ben");
		await origin.chat.rename(id, "Choir");
		await ben.window("Choir").waitFor();
		await amira.open("Messages");
		await amira.listed("Choir").waitFor();
	});
});

describe("messages at the school", () => {
	test("are answered, reacted to, edited and deleted, and everybody sees it", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		await amira.talkTo("Ben Whitfield");
		await amira.say("Ben Whitfield", "The test is on Tuseday");
		await ben.talkTo("Amira Haddad");
		await ben.sees("Amira Haddad", "Tuseday");

		await ben.choose("Amira Haddad", "Tuseday", "🎉");
		const cheer = amira.message("Ben Whitfield", "Tuseday").locator(".reactions button");
		await expect.poll(() => cheer.textContent()).toBe("🎉Ben Whitfield");
		await cheer.click();
		await ben.message("Amira Haddad", "Tuseday").locator(".reactions button", { hasText: "2" }).waitFor();

		await amira.choose("Ben Whitfield", "Tuseday", "Edit");
		await amira.field("Ben Whitfield").fill("The test is on Tuesday");
		await amira.field("Ben Whitfield").press("Enter");
		await ben.message("Amira Haddad", "on Tuesday").getByText("edited").waitFor();
		await expect.poll(() => ben.texts("Amira Haddad")).toEqual(["The test is on Tuesday"]);

		await ben.choose("Amira Haddad", "on Tuesday", "Reply");
		await ben.say("Amira Haddad", "Thank you");
		const quote = amira.message("Ben Whitfield", "Thank you").locator(".quote");
		await expect.poll(() => quote.innerText()).toContain("The test is on Tuesday");

		await amira.choose("Ben Whitfield", "The test is on Tuesday", "Delete");
		await amira.window("Ben Whitfield").getByRole("button", { name: "Delete" }).click();
		await ben.message("Amira Haddad", "This message was deleted").first().waitFor();
		await expect.poll(() => quote.innerText()).not.toContain("Tuesday");
		await ben.page.reload();
		await ben.sees("Amira Haddad", "Thank you");
		await expect.poll(() => ben.window("Amira Haddad").getByText("Tuesday").count()).toBe(0);
	});

	test("may have an image, which the other one sees, and which goes with the message", async () => {
		const [chiara, elif] = [await school.enter("Chiara"), await school.enter("Elif")];
		await chiara.talkTo("Elif Yılmaz");
		const chooser = chiara.page.waitForEvent("filechooser");
		await chiara.window("Elif Yılmaz").getByLabel("Attach files").click();
		await (await chooser).setFiles({ name: "pond.png", mimeType: "image/png", buffer: pngOf(64, 40) });
		await chiara.window("Elif Yılmaz").locator(".uploads li:not(.busy)").waitFor();
		await chiara.say("Elif Yılmaz", "the pond today");
		await elif.hasUnread(1);
		await elif.open("Messages");
		await elif.listed("Chiara Rossi").click();
		const image = elif.message("Chiara Rossi", "the pond today").getByRole("img", { name: "pond.png" });
		await image.waitFor();
		await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(64);
		const address = (await image.getAttribute("src")) ?? "";
		expect((await fetch(address)).headers.get("content-type")).toBe("image/png");

		await chiara.choose("Elif Yılmaz", "the pond today", "Delete");
		await chiara.window("Elif Yılmaz").getByRole("button", { name: "Delete" }).click();
		await image.waitFor({ state: "detached" });
		await expect.poll(async () => (await fetch(address)).status).toBe(404);
	});
});
