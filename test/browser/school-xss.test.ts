import { describe, expect, test } from "vitest";
import { Chat } from "../../src/client/chat/index.ts";
import { CHAT_LIMITS } from "../../src/protocol/chat/limits.ts";
import { XSS } from "../support/xss.ts";
import { useSchool } from "./support/school/school.ts";
import { watchForXss } from "./support/school/xss-watch.ts";

const school = useSchool();
const NAME = XSS[4];

/** A page without the school's own policy: what would run there, does. */
const BARE = { bypassCSP: true };

/** A program in the place of a page: it sends what no dock would. */
async function attacker(name: string): Promise<Chat> {
	const groups = ["Mathematics", NAME];
	const chat = new Chat({ url: school.url, ticket: await school.origin().ticket({ user: "mallory", name, groups }) });
	await expect.poll(() => chat.inbox.get().state).toBe("live");
	return chat;
}

/** As many characters as a field takes. */
function cut(text: string, characters: number): string {
	return Array.from(text).slice(0, characters).join("");
}

describe("what others send is never markup", () => {
	test("and where something were, it would be noticed", async () => {
		const amira = await school.enter("Amira", BARE);
		const found = await watchForXss(amira.page);
		await amira.goTo("/school/people");
		await amira.page.evaluate((text) => document.body.insertAdjacentHTML("beforeend", text), XSS[3]);
		await expect.poll(found).toEqual([expect.stringContaining("ran on"), '<img onerror="xss()">']);
		await amira.dock.evaluate((dock) => dock.shadowRoot?.append(document.createElement("script")));
		expect(await found()).toContain("<script>");
	});

	test("texts, names of people, groups, conversations and files, reactions, reports", async () => {
		const ben = await school.enter("Ben", BARE);
		const found = await watchForXss(ben.page);
		// The name of a group that both are in.
		await ben.page.route("**/school/ticket", async (route) => {
			const groups = ["Mathematics", NAME];
			await route.fulfill({ json: { ticket: await school.origin().ticket({ user: "ben", name: XSS[3], groups }) } });
		});
		await ben.goTo("/school/people");

		const chat = await attacker(NAME);
		await ben.open("People");
		await ben.entry(NAME).waitFor();
		// Which of the shared groups is shown first is not said; none of them may become markup.
		await ben.entry(NAME).locator(".snippet").waitFor();

		const id = await chat.create(cut(XSS[3], CHAT_LIMITS.nameChars), ["ben"]);
		const group = chat.conversation(id);
		for (const text of XSS) group.send(text);
		await expect.poll(() => group.get().drafts.length, { timeout: 20_000 }).toBe(0);
		const [first] = group.get().messages;
		for (const text of XSS.filter((one) => Buffer.byteLength(one) <= CHAT_LIMITS.emojiBytes).slice(0, 15))
			await group.react(first?.seq ?? 1, text, true).catch(() => undefined);
		for (const text of XSS.slice(0, 8)) {
			const file = await chat.upload(new Blob([text], { type: "text/html" }), `${text}.svg`);
			group.send(text, { files: [file], replyTo: 1 });
		}
		const direct = chat.conversation(await chat.direct("ben"));
		direct.send(NAME);
		await expect.poll(() => [group.get().drafts.length, direct.get().drafts.length]).toEqual([0, 0]);
		direct.type();

		await ben.open("Messages");
		await ben.listed(XSS[3]).click();
		const window = ben.window(XSS[3]);
		await window.locator(".file").nth(7).waitFor();
		expect((await ben.texts(XSS[3])).slice(0, 14)).toEqual(XSS.slice(0, 14));
		await ben.page.mouse.move(600, 600, { steps: 5 });
		await ben.choose(XSS[3], XSS[2], "Reply");
		await ben.decide(XSS[3], "Members");
		expect(await found()).toEqual([]);
		// And once more from what is kept.
		await ben.goTo("/school/courses");
		await window.locator(".file").nth(7).waitFor();
		expect(await found()).toEqual([]);
		chat.close();
	});

	test("files are never served as something that runs", async () => {
		const chat = await attacker("Mallory");
		const dangerous = [
			"<!doctype html><script>xss()</script>",
			`<svg xmlns="http://www.w3.org/2000/svg" onload="xss()"/>`,
		];
		for (const text of dangerous) {
			const file = await chat.upload(new Blob([text]), "picture.png");
			const answer = await fetch(new URL(file.url, school.url));
			expect(answer.headers.get("content-type")).not.toMatch(/html|svg|xml|script/);
			expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
			expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
		}
		chat.close();
	});

	test("the public room shows what it is told as text", async () => {
		const amira = await school.enter("Amira", BARE);
		const found = await watchForXss(amira.page);
		const [user, channel] = ["mallory", { context: "school", component: "chat", area: "room", item: "common" }];
		const hash = await school.origin().channelHash(channel);
		const ticket = await school.origin().ticket({ user, name: NAME });
		for (const text of XSS) {
			const answer = await fetch(`${school.url}/v1/channels/${hash}/publish`, {
				method: "POST",
				headers: { authorization: `Bearer ${ticket}`, "content-type": "application/json" },
				body: JSON.stringify({ name: "message", data: { text } }),
			});
			expect(answer.status).toBe(200);
		}
		await amira.page.goto(`${school.url}/school/room`);
		const words = amira.page.locator("parlour-room .words");
		await words.nth(XSS.length - 1).waitFor();
		await expect.poll(async () => (await words.allInnerTexts()).slice(0, 14)).toEqual(XSS.slice(0, 14));
		expect(await found()).toEqual([]);
	});
});
