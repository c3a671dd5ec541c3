import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { build } from "esbuild";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { ROOM } from "../../../scripts/lib/room-bundle.mjs";
import { start } from "../../../scripts/lib/workerd.mjs";
import { Origin } from "../../../src/origin/index.ts";
import { PARLOUR_KEYS, TEST_KEYS } from "../../support/keys.ts";
import { Person } from "./person.ts";

/** A deployment, and a site of another origin that has rooms on its pages. */
export interface RoomSite {
	/** Where the deployment is. */
	readonly url: string;
	readonly port: number;
	readonly origin: Origin;
	/** Makes a page of the site; answers its address. */
	publish(html: string): string;
	stop(): Promise<void>;
}

export async function startRoomSite(): Promise<RoomSite> {
	const storage = await mkdtemp(join(tmpdir(), "parlour-room-"));
	const running = await start({ keys: PARLOUR_KEYS, storage, log: () => undefined });
	const { id, secret } = TEST_KEYS.dev;
	const pages: string[] = [];
	const server = createServer((request, response) => void serve(pages, request, response));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `http://localhost:${running.port}`,
		port: running.port,
		origin: new Origin({ url: running.url, key: id, secret }),
		publish: (html) => `http://localhost:${(server.address() as AddressInfo).port}/${pages.push(html)}`,
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await running.stop();
			await rm(storage, { recursive: true, force: true });
		},
	};
}

/** The channel of a room; each test has one of its own. */
export function channelOf(item: string): { context: string; component: string; area: string; item: string } {
	return { context: "test", component: "chat", area: "room", item };
}

/** Nothing runs or loads but the page's own files: the element gets along with the strictest site. */
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; require-trusted-types-for 'script'";

let files: Promise<ReadonlyMap<string, string>> | undefined;

async function bundle(): Promise<ReadonlyMap<string, string>> {
	const { outputFiles } = await build({ ...ROOM, outdir: "out", write: false });
	return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}

async function serve(pages: readonly string[], { url = "" }: IncomingMessage, response: ServerResponse): Promise<void> {
	const html = pages[Number(url.slice(1)) - 1];
	const script = (await (files ??= bundle())).get(basename(url));
	response.setHeader("Content-Security-Policy", POLICY);
	if (html !== undefined) response.setHeader("Content-Type", "text/html; charset=utf-8").end(html);
	else if (script !== undefined) response.setHeader("Content-Type", "text/javascript").end(script);
	else if (url === "/page.css") response.setHeader("Content-Type", "text/css").end(STYLE);
	else response.writeHead(404).end();
}

export interface Visit {
	/** The room's `item`. */
	readonly item: string;
	/** Who is signed in; nobody is a guest. */
	readonly user?: { readonly id: string; readonly name?: string; readonly role?: "moderator" };
	/** Further attributes of the element. */
	readonly attributes?: Readonly<Record<string, string>>;
	/** What stands in the element. */
	readonly inner?: string;
	/** Where the deployment is reached, if not directly. */
	readonly url?: string;
	readonly context?: BrowserContextOptions;
	/** Lets the page load something else in the place of the network. */
	readonly prepare?: (page: Page) => Promise<unknown>;
}

/** Somebody at a page that is one room. */
export class Visitor extends Person {
	static async enter(browser: Browser, site: RoomSite, visit: Visit): Promise<Visitor> {
		const context = await browser.newContext({ viewport: { width: 960, height: 720 }, locale: "en", ...visit.context });
		const visitor = new Visitor(await context.newPage());
		const { page } = visitor;
		const hash = await site.origin.channelHash(channelOf(visit.item));
		const url = visit.url ?? site.url;
		await page.route("**/ticket", async (route) => {
			if (!visit.user) return route.fulfill({ status: 401, json: {} });
			const { id, ...more } = visit.user;
			return route.fulfill({ json: { ticket: await site.origin.ticket({ user: id, ...more }) } });
		});
		await visit.prepare?.(page);
		await page.goto(site.publish(pageOf({ hash, url }, visit)));
		return visitor;
	}

	get room(): Locator {
		return this.page.locator("parlour-room");
	}

	get field(): Locator {
		return this.page.getByRole("textbox", { name: "Message" });
	}

	override async isLive(): Promise<void> {
		await this.room.locator(".lamp.live").waitFor();
	}

	override async reads(text: string): Promise<void> {
		await this.room.getByText(text).first().waitFor();
	}

	override async say(...texts: readonly string[]): Promise<void> {
		for (const text of texts) {
			await this.field.fill(text);
			await this.field.press("Enter");
		}
	}

	/** Writes and sends in one turn: while somebody who is muted types they are told so, and the field goes. */
	async sayAtOnce(text: string): Promise<void> {
		await this.field.evaluate((field, said) => {
			(field as HTMLTextAreaElement).value = said;
			field.dispatchEvent(new Event("input", { bubbles: true }));
			field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
		}, text);
	}

	/** A message, by what it says. */
	message(text: string): Locator {
		return this.room.locator(".message", { hasText: text });
	}

	override async sees(text: string): Promise<string[]> {
		await this.message(text).first().waitFor();
		return this.texts();
	}

	override texts(): Promise<string[]> {
		return this.room.locator(".words").allTextContents();
	}
}

const STYLE =
	"html,body{height:100%;margin:0} body{background:#e9ecf3} main{height:100%} h1{position:absolute;clip-path:inset(50%)}";

function pageOf(where: { hash: string; url: string }, { attributes = {}, inner = "", context }: Visit): string {
	const given = { ...where, "ticket-url": "/ticket", name: "The Lobby", ...attributes };
	const text = Object.entries(given).map(([name, value]) => ` ${name}="${escaped(value)}"`);
	return `<!doctype html><html lang="${context?.locale ?? "en"}"><meta name="viewport" content="width=device-width">
<title>A room</title><link rel="stylesheet" href="/page.css">
<main><h1>A page</h1><parlour-room${text.join("")}>${inner}</parlour-room></main>
<script type="module" src="/parlour-room.js"></script></html>`;
}

function escaped(text: string): string {
	return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
