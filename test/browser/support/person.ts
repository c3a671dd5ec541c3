import { type Browser, chromium, type Page } from "playwright-core";
import { CHROMIUM_FLAGS, chromiumPath } from "../../../scripts/lib/chromium.mjs";

export async function launch(): Promise<Browser> {
	return chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_FLAGS });
}

/** Somebody with a browser of their own. */
export class Person {
	readonly page: Page;
	readonly #complaints: string[] = [];

	constructor(page: Page) {
		this.page = page;
		page.on("pageerror", (error) => this.#complaints.push(error.message));
		page.on("console", (message) => {
			if (message.type() === "error" && !/Failed to load resource|WebSocket connection/.test(message.text()))
				this.#complaints.push(message.text());
		});
	}

	static async visit(browser: Browser, url: string): Promise<Person> {
		const context = await browser.newContext();
		const person = new Person(await context.newPage());
		await person.page.goto(url);
		return person;
	}

	/** @throws what the page complained about; a test that passes has nothing of it */
	async leave(): Promise<void> {
		await this.page.context().close();
		if (this.#complaints.length > 0) throw new Error(this.#complaints.join("\n"));
	}

	async join(name: string): Promise<this> {
		await this.page.getByLabel("Your name").fill(name);
		await this.page.getByRole("button", { name: "Join" }).click();
		await this.page.getByLabel("Message", { exact: true }).waitFor();
		await this.isLive();
		return this;
	}

	async say(...texts: readonly string[]): Promise<void> {
		const field = this.page.getByLabel("Message", { exact: true });
		for (const text of texts) {
			await field.fill(text);
			await field.press("Enter");
		}
	}

	/** Waits until the page shows a message, and answers everything that it shows by then. */
	async sees(text: string): Promise<string[]> {
		await this.page.locator(".text", { hasText: text }).first().waitFor();
		return this.texts();
	}

	texts(): Promise<string[]> {
		return this.page.locator("#log .text").allTextContents();
	}

	/** Waits until the line at the top says so. */
	async reads(state: string): Promise<void> {
		await this.page.locator("#state", { hasText: state }).waitFor();
	}

	isLive(): Promise<void> {
		return this.reads("Live");
	}
}
