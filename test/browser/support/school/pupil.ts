import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { Person } from "../person.ts";

/** Somebody at the demo's school, in a browser of their own. */
export class Pupil {
	readonly page: Page;
	readonly name: string;
	readonly #person: Person;

	private constructor(page: Page, name: string) {
		this.page = page;
		this.name = name;
		this.#person = new Person(page);
	}

	/** Signs in and waits until the dock is there. */
	static async enter(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}): Promise<Pupil> {
		const context = await browser.newContext(options);
		const pupil = new Pupil(await context.newPage(), name);
		await pupil.page.goto(`${url}/school`);
		await pupil.page.getByRole("button", { name }).click();
		await pupil.isLive();
		return pupil;
	}

	/** Another tab of the same browser. */
	async tab(path: string): Promise<Pupil> {
		const page = await this.page.context().newPage();
		const pupil = new Pupil(page, this.name);
		await pupil.goTo(path);
		return pupil;
	}

	/** Goes to another page of the school, as a link does. */
	async goTo(path: string): Promise<void> {
		await this.page.goto(
			new URL(path, new URL(this.page.url() === "about:blank" ? this.#origin : this.page.url())).href,
		);
		await this.isLive();
	}

	get #origin(): string {
		const [first] = this.page.context().pages();
		return first?.url() ?? "";
	}

	/** @throws what the pages complained about */
	async leave(): Promise<void> {
		await this.#person.leave();
	}

	get dock(): Locator {
		return this.page.locator("parlour-dock");
	}

	get bar(): Locator {
		return this.dock.locator(".bar > button");
	}

	async isLive(): Promise<void> {
		await this.dock.locator(".sign.live").waitFor({ state: "attached" });
	}

	/** Opens the panel at one of its tabs. */
	async open(tab: "Messages" | "People" | "Settings"): Promise<void> {
		if ((await this.bar.getAttribute("aria-expanded")) === "false") await this.bar.click();
		await this.dock.getByRole("tab", { name: tab }).click();
	}

	/** Somebody in the list of who is online. */
	entry(name: string): Locator {
		return this.dock.locator(".entry.person", { hasText: name });
	}

	/** A conversation in the list. */
	listed(name: string): Locator {
		return this.dock.locator(".page.chats .entry", { hasText: name });
	}

	/** A conversation's window. */
	window(name: string): Locator {
		return this.dock.getByRole("region", { name: `Conversation: ${name}` });
	}

	/** Opens the conversation with somebody who is online. */
	async talkTo(name: string): Promise<Locator> {
		await this.open("People");
		await this.entry(name).click();
		const window = this.window(name);
		await window.waitFor();
		return window;
	}

	field(name: string): Locator {
		return this.window(name).getByLabel("Write a message");
	}

	/** Writes into a conversation's window; a line break is typed as one. */
	async say(name: string, ...texts: readonly string[]): Promise<void> {
		const field = this.field(name);
		for (const text of texts) {
			for (const [index, line] of text.split("\n").entries()) {
				if (index > 0) await field.press("Shift+Enter");
				await field.pressSequentially(line);
			}
			await field.press("Enter");
		}
	}

	/** A message in a conversation's window. */
	message(name: string, text: string): Locator {
		return this.window(name).locator("li.message:not(.draft)", { hasText: text });
	}

	/** Waits until a message is there, and answers all texts by then. */
	async sees(name: string, text: string): Promise<string[]> {
		await this.message(name, text).first().waitFor();
		return this.texts(name);
	}

	texts(name: string): Promise<string[]> {
		return this.window(name).locator("li.message .words").allInnerTexts();
	}

	/** Chooses something from a message's menu. */
	async choose(name: string, text: string, item: string): Promise<void> {
		const message = this.message(name, text).first();
		await message.hover();
		await message.getByLabel("Reactions and more").click();
		await this.dock.getByRole("menuitem", { name: item }).click();
	}

	/** Chooses something from a conversation's menu. */
	async decide(name: string, item: string): Promise<void> {
		await this.window(name).getByLabel("Conversation options").click();
		await this.dock.getByRole("menuitem", { name: item }).click();
	}

	/** Waits until the bar says so many messages are unread; 0 is no badge. */
	async hasUnread(count: number): Promise<void> {
		if (count === 0) await this.bar.locator(".badge").waitFor({ state: "detached" });
		else await this.bar.locator(".badge", { hasText: `${count} unread message` }).waitFor({ state: "attached" });
	}
}
