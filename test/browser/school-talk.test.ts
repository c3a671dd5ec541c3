import { describe, expect, test } from "vitest";
import { useSchool } from "./support/school/school.ts";

const school = useSchool();

describe("two people at the school", () => {
	test("see each other online in the courses that they share, and those of no common course not at all", async () => {
		const [amira, ben, irina] = [await school.enter("Amira"), await school.enter("Ben"), await school.enter("Irina")];
		await amira.open("People");
		await amira.entry("Ben Whitfield").waitFor();
		// Each course tells by itself that he is there.
		await amira
			.entry("Ben Whitfield")
			.locator(".snippet", { hasText: /^Mathematics and Physics$/ })
			.waitFor();
		await ben.open("People");
		await ben.entry("Amira Haddad").waitFor();
		await irina.open("People");
		await irina.dock.getByText("Nobody else is online.").waitFor();
		await expect.poll(() => amira.entry("Irina").count()).toBe(0);
		await ben.leave();
		await amira.entry("Ben Whitfield").waitFor({ state: "detached", timeout: 30_000 });
	});

	test("talk in both directions, with line breaks, typing and what has been read", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		const withBen = await amira.talkTo("Ben Whitfield");
		await amira.say("Ben Whitfield", "Did you get\nquestion 4?");
		await ben.hasUnread(1);
		await withBen.getByText("Delivered").waitFor();
		await ben.open("Messages");
		await ben.listed("Amira Haddad").click();
		expect(await ben.sees("Amira Haddad", "question 4?")).toEqual(["Did you get\nquestion 4?"]);
		await withBen.getByText("Seen").waitFor();
		await ben.hasUnread(0);

		await ben.field("Amira Haddad").pressSequentially("ye");
		await withBen.getByText("Ben Whitfield is typing").waitFor();
		await ben.field("Amira Haddad").fill("");
		await ben.say("Amira Haddad", "yes!\n\nsee https://example.org/4");
		const link = amira.message("Ben Whitfield", "yes!").getByRole("link");
		await expect.poll(() => link.getAttribute("href")).toBe("https://example.org/4");
		await expect
			.poll(() => amira.texts("Ben Whitfield"))
			.toEqual(["Did you get\nquestion 4?", "yes!\n\nsee https://example.org/4"]);
		await withBen.getByText("is typing").waitFor({ state: "detached" });
		await ben.window("Amira Haddad").getByText("Seen").waitFor();
	});

	test("find what was said on the next page, with the badge before and the windows as they were", async () => {
		const [chiara, elif] = [await school.enter("Chiara"), await school.enter("Elif")];
		await chiara.talkTo("Elif Yılmaz");
		await chiara.say("Elif Yılmaz", "first page 1", "first page 2");
		await elif.goTo("/school/courses");
		await elif.hasUnread(2);
		await chiara.goTo("/school/course/biology");
		expect(await chiara.sees("Elif Yılmaz", "first page 2")).toEqual(["first page 1", "first page 2"]);
		await chiara.say("Elif Yılmaz", "second page");
		await elif.hasUnread(3);
		await elif.open("Messages");
		await elif.listed("Chiara Rossi").click();
		await elif.sees("Chiara Rossi", "second page");
		await elif.hasUnread(0);
		await elif.window("Chiara Rossi").getByLabel("Minimise").click();
		await elif.goTo("/school");
		await elif.dock.locator(".card.tab", { hasText: "Chiara Rossi" }).waitFor();
		await expect.poll(() => elif.window("Chiara Rossi").count()).toBe(0);
	});

	test("what is half written is there on the next page", async () => {
		const [amira] = [await school.enter("Amira"), await school.enter("Ben")];
		await amira.talkTo("Ben Whitfield");
		await amira.field("Ben Whitfield").pressSequentially("not yet fini");
		await amira.goTo("/school/people");
		await expect.poll(() => amira.field("Ben Whitfield").inputValue()).toBe("not yet fini");
		await amira.field("Ben Whitfield").fill("");
	});

	test("what is read in one tab is read in all, and what is sent in one is in all", async () => {
		const [daniel, felix] = [await school.enter("Daniel"), await school.enter("Felix")];
		await daniel.talkTo("Felix Brandt");
		await daniel.say("Felix Brandt", "in every tab");
		await felix.hasUnread(1);
		const second = await felix.tab("/school/people");
		const third = await felix.tab("/school/courses");
		for (const tab of [second, third]) await tab.hasUnread(1);
		await second.page.bringToFront();
		await second.open("Messages");
		await second.listed("Daniel Okafor").click();
		await second.sees("Daniel Okafor", "in every tab");
		for (const tab of [felix, second, third]) await tab.hasUnread(0);
		await second.say("Daniel Okafor", "from the second");
		await third.page.bringToFront();
		await third.open("Messages");
		await third.listed("Daniel Okafor").click();
		expect(await third.sees("Daniel Okafor", "from the second")).toEqual(["in every tab", "from the second"]);
		await daniel.sees("Felix Brandt", "from the second");
	});
});
