import { describe, expect, test } from "vitest";
import { openLine } from "./support/line.ts";
import { useSchool } from "./support/school/school.ts";

const school = useSchool();

describe("who is away from the school", () => {
	test("and comes back has what was sent meanwhile, and what they wrote goes out, once", async () => {
		const [amira, ben] = [await school.enter("Amira"), await school.enter("Ben")];
		await amira.talkTo("Ben Whitfield");
		await amira.say("Ben Whitfield", "before");
		await ben.talkTo("Amira Haddad");
		await ben.sees("Amira Haddad", "before");

		await ben.page.context().setOffline(true);
		await ben.say("Amira Haddad", "from the dark");
		await ben.window("Amira Haddad").locator(".draft", { hasText: "from the dark" }).waitFor();
		await amira.say("Ben Whitfield", "are you there?");
		await amira.sees("Ben Whitfield", "are you there?");
		await ben.page.context().setOffline(false);

		await amira.sees("Ben Whitfield", "from the dark");
		await ben.sees("Amira Haddad", "are you there?");
		await ben.window("Amira Haddad").locator(".draft").waitFor({ state: "detached" });
		const everything = ["before", "are you there?", "from the dark"];
		await expect.poll(() => ben.texts("Amira Haddad")).toEqual(everything);
		await expect.poll(() => amira.texts("Ben Whitfield")).toEqual(everything);
	});

	test("is told that the line is cut, and sends by itself when it is mended", async () => {
		const line = await openLine(school.port);
		const [chiara, elif] = [await school.enter("Chiara"), await school.enter("Elif", { url: line.url })];
		await chiara.talkTo("Elif Yılmaz");
		await chiara.say("Elif Yılmaz", "one");
		await elif.talkTo("Chiara Rossi");
		await elif.sees("Chiara Rossi", "one");
		line.cut();
		await elif.bar.getByText("Reconnecting…").waitFor();
		await elif.say("Chiara Rossi", "two");
		await chiara.say("Elif Yılmaz", "three");
		await chiara.sees("Elif Yılmaz", "three");
		line.mend();
		await elif.isLive();
		await chiara.sees("Elif Yılmaz", "two");
		await elif.sees("Chiara Rossi", "three");
		expect((await elif.texts("Chiara Rossi")).toSorted()).toEqual(["one", "three", "two"]);
		await line.close();
	});

	test("has everything at the next visit", async () => {
		const [daniel, felix] = [await school.enter("Daniel"), await school.enter("Felix")];
		await daniel.talkTo("Felix Brandt");
		await daniel.say("Felix Brandt", "while you were here");
		await felix.hasUnread(1);
		await felix.leave();
		await daniel.say("Felix Brandt", "while you were gone");
		await daniel.sees("Felix Brandt", "while you were gone");
		const back = await school.enter("Felix");
		await back.hasUnread(2);
		await back.open("Messages");
		await back.listed("Daniel Okafor").click();
		expect(await back.sees("Daniel Okafor", "gone")).toEqual(["while you were here", "while you were gone"]);
		await daniel.window("Felix Brandt").getByText("Seen").waitFor();
	});
});

describe("who may not", () => {
	test("who is blocked is refused by the room, and let in again afterwards", async () => {
		const [grace, ben] = [await school.enter("Grace"), await school.enter("Ben")];
		await grace.talkTo("Ben Whitfield");
		await grace.say("Ben Whitfield", "hello Ben");
		await ben.talkTo("Grace Nakamura");
		await ben.sees("Grace Nakamura", "hello Ben");
		await grace.decide("Ben Whitfield", "Block");
		await grace.window("Ben Whitfield").getByRole("button", { name: "Block" }).click();
		await grace.window("Ben Whitfield").getByText("You have blocked Ben Whitfield.").waitFor();

		await ben.say("Grace Nakamura", "can you read this?");
		await ben
			.window("Grace Nakamura")
			.locator(".draft.failed", { hasText: "You are not allowed to do this." })
			.waitFor();
		await expect.poll(() => grace.message("Ben Whitfield", "can you read this?").count()).toBe(0);

		await grace.window("Ben Whitfield").getByRole("button", { name: "Unblock" }).click();
		await grace.field("Ben Whitfield").waitFor();
		// Trying again is no help against a refusal: the text can be taken along.
		const failed = ben.window("Grace Nakamura").locator(".draft.failed");
		await expect.poll(() => failed.getByRole("button").allTextContents()).toEqual(["Copy text", "Discard"]);
		await failed.getByRole("button", { name: "Discard" }).click();
		await ben.say("Grace Nakamura", "and this?");
		await grace.sees("Ben Whitfield", "and this?");
	});

	test("[SETUP7] whom nothing brings together cannot be written to", async () => {
		const [amira, irina] = [await school.enter("Amira"), await school.enter("Irina")];
		for (const [one, other] of [
			[amira, "irina"],
			[irina, "amira"],
		] as const) {
			await one.open("Messages");
			const code = await one.dock.evaluate(
				(dock: HTMLElement & { talkTo(user: string): Promise<void> }, user) =>
					dock.talkTo(user).then(
						() => "none",
						(error: { code: string }) => error.code,
					),
				other,
			);
			expect(code).toBe("forbidden");
			await one.dock.getByText("You are not allowed to do this.").waitFor();
			await expect.poll(() => one.dock.getByRole("region", { name: /^Conversation/ }).count()).toBe(0);
		}
	});
});
