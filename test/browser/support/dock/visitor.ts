import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { FakeChat } from "./fake-chat.ts";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What WCAG 2.2 AA asks for, and what axe holds to be good practice beside. */
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true } satisfies BrowserContextOptions;

/** What the page's script leaves there for tests. */
declare const fake: FakeChat;

interface Axe {
	run(
		where: object,
		options: object,
	): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}
declare const axe: Axe;

/** Somebody at a page with the dock, and what they do there. */
export class Visitor {
	readonly page: Page;
	readonly complaints: string[] = [];

	constructor(page: Page) {
		this.page = page;
		page.setDefaultTimeout(30_000);
		page.on("pageerror", (error) => this.complaints.push(error.message));
		page.on("console", (message) => {
			if (message.type() === "error" && !message.text().includes("Failed to load resource"))
				this.complaints.push(message.text());
		});
		page.on("dialog", (dialog) => {
			this.complaints.push(`A dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
	}

	static async at(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
		const context = await browser.newContext({
			viewport: { width: 1280, height: 720 },
			reducedMotion: "reduce",
			...options,
		});
		return Visitor.in(await context.newPage(), url);
	}

	/** In another tab of the same browser. */
	static async in(page: Page, url: string): Promise<Visitor> {
		const visitor = new Visitor(page);
		await page.goto(url);
		await visitor.bar.waitFor();
		return visitor;
	}

	/** @throws what the page complained about; a test that passes has nothing of it */
	async leave(): Promise<void> {
		await this.page.context().close();
		if (this.complaints.length > 0) throw new Error(this.complaints.join("\n"));
	}

	get bar(): Locator {
		return this.page.locator(".bar > button");
	}

	get windows(): Locator {
		return this.page.locator(".window");
	}

	window(name: string): Locator {
		return this.page.getByRole("region", { name: `Conversation: ${name}`, exact: true });
	}

	/** Opens the panel, and a conversation from it. */
	async open(...names: readonly string[]): Promise<void> {
		if ((await this.bar.getAttribute("aria-expanded")) === "false") await this.bar.click();
		for (const name of names) {
			await this.page.locator(".entry", { hasText: name }).first().click();
			await this.window(name).waitFor();
		}
	}

	/** Does something with the chat that the page has. */
	async chat<T>(run: (chat: FakeChat, argument: T) => void, argument?: T): Promise<void> {
		await this.page.evaluate(`(${run.toString()})(fake, ${JSON.stringify(argument)})`);
	}

	/** What the dock asked of the chat, by the first word of it. */
	async asked(what: string): Promise<unknown[]> {
		return this.page.evaluate((name) => fake.asked.filter(([first]) => first === name), what);
	}

	/** What has the keyboard, by its name or text. */
	async focused(): Promise<string> {
		return this.page.evaluate(() => {
			const active = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
			return (active?.getAttribute("aria-label") ?? active?.textContent ?? "").trim();
		});
	}

	/** What breaks the rules of accessibility in the dock. */
	async breaches(): Promise<string[]> {
		await this.page.evaluate(AXE);
		const { violations } = await this.page.evaluate(
			async (values) => axe.run({ include: ["parlour-dock"] }, { runOnly: { type: "tag", values } }),
			AXE_TAGS,
		);
		return violations.flatMap(({ id, nodes }) =>
			nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`),
		);
	}
}
