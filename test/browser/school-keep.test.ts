import { expect, test } from "vitest";
import { openLine } from "./support/line.ts";
import { useSchool } from "./support/school/school.ts";

const school = useSchool();
const GRACE = "Grace Nakamura";
const BEN = "Ben Whitfield";

/** How many messages the browser keeps, of all users. */
async function keptIn(pupil: Awaited<ReturnType<typeof school.enter>>): Promise<number> {
	return pupil.page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const request = indexedDB.open("parlour");
				request.addEventListener("error", () => reject(new Error("no database")));
				request.addEventListener("success", () => {
					const count = request.result.transaction("kept").objectStore("kept").count();
					count.addEventListener("success", () => {
						request.result.close();
						resolve(count.result);
					});
				});
			}),
	);
}

test("[KEEP1][KEEP2][KEEP4] what was sent without a connection is sent by the next page, once and in order", async () => {
	const [grace, ben] = [await school.enter("Grace"), await school.enter("Ben")];
	await ben.talkTo(GRACE);
	await ben.say(GRACE, "before");
	await grace.talkTo(BEN);
	await grace.sees(BEN, "before");
	const other = await ben.tab("/school/courses");

	await ben.page.context().setOffline(true);
	await ben.say(GRACE, "one", "two");
	const drafts = ben.window(GRACE).locator(".draft.waiting");
	await drafts.getByText("Waiting for the connection").nth(1).waitFor();
	const chooser = ben.page.waitForEvent("filechooser");
	await ben.window(GRACE).getByRole("button", { name: "Attach files" }).click();
	await (await chooser).setFiles([{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("notes") }]);
	await ben.window(GRACE).locator(".uploads", { hasText: "Sent when you are connected again" }).waitFor();
	await ben.say(GRACE, "three, with a file");
	await expect.poll(() => drafts.count()).toBe(3);
	await expect.poll(() => keptIn(ben)).toBe(3);
	// Another tab shows what waits here.
	await other.open("Messages");
	await other.window(GRACE).locator(".draft.waiting").nth(2).waitFor();
	await ben.page.close();
	await other.page.close();

	const next = await ben.page.context().newPage();
	await ben.page.context().setOffline(false);
	await next.goto(`${school.url}/school`);
	await grace.sees(BEN, "three, with a file");
	expect((await grace.texts(BEN)).slice(-4)).toEqual(["before", "one", "two", "three, with a file"]);
	await grace.message(BEN, "three, with a file").locator(".file", { hasText: "notes.txt" }).waitFor();
	await next.locator("parlour-dock .window").getByText("three, with a file").waitFor();
	await next.locator("parlour-dock .draft").waitFor({ state: "detached" });
});

test("[KEEP3] what one user has left in a browser is neither shown to nor sent by the next one", async () => {
	const [felix, chiara] = [await school.enter("Felix"), await school.enter("Chiara")];
	const { page } = chiara;
	await chiara.talkTo("Felix Brandt");
	await page.context().setOffline(true);
	await chiara.say("Felix Brandt", "between us");
	await expect.poll(() => keptIn(chiara)).toBe(1);
	await page.goto("about:blank");
	await page.context().setOffline(false);
	await page.context().clearCookies();
	const signIn = async (name: string): Promise<void> => {
		await page.goto(`${school.url}/school`);
		await page.getByRole("button", { name }).click();
		await chiara.isLive();
	};
	await signIn("Daniel");
	await chiara.talkTo("Felix Brandt");
	await chiara.say("Felix Brandt", "from Daniel");
	await felix.hasUnread(1);
	expect(await chiara.texts("Felix Brandt")).toEqual(["from Daniel"]);
	await expect.poll(() => keptIn(chiara)).toBe(1);
	await page.context().clearCookies();
	await signIn("Chiara");
	await felix.hasUnread(2);
	await expect.poll(() => keptIn(chiara)).toBe(0);
});

test("[KEEP8] the list marks a conversation that has an unsent or a failed message, with its window closed", async () => {
	const line = await openLine(school.port);
	const hugo = await school.enter("Hugo", { url: line.url });
	const elif = await school.enter("Elif");
	await hugo.talkTo("Elif Yılmaz");
	await hugo.say("Elif Yılmaz", "first");
	await elif.hasUnread(1);
	line.cut();
	await hugo.bar.getByText("Reconnecting…").waitFor();
	await hugo.say("Elif Yılmaz", "second");
	await hugo.window("Elif Yılmaz").getByRole("button", { name: "Close" }).click();
	await hugo.open("Messages");
	await hugo.listed("Elif Yılmaz").getByText("Waiting for the connection").waitFor();
	line.mend();
	await hugo.isLive();
	await hugo.listed("Elif Yılmaz").getByText("You: second").waitFor();
	await elif.hasUnread(2);
	await elif.open("Messages");
	await elif.listed("Hugo Martins").click();
	await elif.decide("Hugo Martins", "Block");
	await elif.dock.getByRole("button", { name: "Block" }).click();
	await hugo.listed("Elif Yılmaz").click();
	await hugo.say("Elif Yılmaz", "third");
	await hugo.window("Elif Yılmaz").getByText("Not sent.").waitFor();
	await hugo.window("Elif Yılmaz").getByRole("button", { name: "Close" }).click();
	await hugo.listed("Elif Yılmaz").getByText("Not sent.").waitFor();
	await hugo.listed("Elif Yılmaz").click();
	await hugo.window("Elif Yılmaz").getByRole("button", { name: "Discard" }).click();
	await hugo.listed("Elif Yılmaz").getByText("You: second").waitFor();
	expect(await hugo.listed("Elif Yılmaz").getByText("Not sent.").count()).toBe(0);
	await line.close();
});

test("[KEEP5] a message that waits is discarded for good", async () => {
	const line = await openLine(school.port);
	const [daniel, elif] = [await school.enter("Daniel"), await school.enter("Elif", { url: line.url })];
	await elif.talkTo("Daniel Okafor");
	line.cut();
	await elif.bar.getByText("Reconnecting…").waitFor();
	await elif.say("Daniel Okafor", "never mind");
	const draft = elif.window("Daniel Okafor").locator(".draft.waiting");
	await draft.getByRole("button", { name: "Discard" }).click();
	await draft.waitFor({ state: "detached" });
	line.mend();
	await elif.isLive();
	await elif.say("Daniel Okafor", "hello");
	await daniel.hasUnread(1);
	await daniel.open("Messages");
	await daniel.listed("Elif Yılmaz").click();
	expect(await daniel.sees("Elif Yılmaz", "hello")).toEqual(["hello"]);
	await line.close();
});
