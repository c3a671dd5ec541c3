import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { DOCK } from "../../../scripts/lib/dock-bundle.mjs";
import { ROOM } from "../../../scripts/lib/room-bundle.mjs";
import { start } from "../../../scripts/lib/workerd.mjs";
import { Origin } from "../../../src/origin/index.ts";
import { PARLOUR_KEYS, TEST_KEYS } from "../../support/keys.ts";

/** What the site's ticket address answers. */
interface TicketAnswer {
	readonly status?: number;
	readonly type?: string;
	readonly body?: string;
}

/** A deployment, and a site of another origin whose pages have a dock and a room. */
export class SiteOfBoth {
	readonly origin: Origin;
	/** Where the deployment is. */
	readonly parlour: string;
	/** Where the site is. */
	readonly url: string;
	/** Who is signed in at the site. */
	user: string | undefined;
	/** What the ticket address answers in the place of a ticket. */
	answer: TicketAnswer | undefined;
	/** How often a ticket was asked for. */
	asked = 0;
	/** The lines of the deployment's log. */
	readonly log: string[];
	readonly #stop: () => Promise<void>;

	private constructor(parlour: string, url: string, log: string[], stop: () => Promise<void>) {
		const { id, secret } = TEST_KEYS.dev;
		this.origin = new Origin({ url: parlour, key: id, secret });
		[this.parlour, this.url, this.log, this.#stop] = [parlour, url, log, stop];
	}

	static async start(): Promise<SiteOfBoth> {
		const storage = await mkdtemp(join(tmpdir(), "parlour-both-"));
		const log: string[] = [];
		const [running, files] = await Promise.all([
			start({ keys: PARLOUR_KEYS, storage, log: (line: string) => void log.push(line) }),
			bundles(),
		]);
		const made: { site?: SiteOfBoth } = {};
		const server = createServer((request, response) => void made.site?.serve(files, request, response));
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const stop = async (): Promise<void> => {
			server.closeAllConnections();
			server.close();
			await running.stop();
			await rm(storage, { recursive: true, force: true });
		};
		const url = `http://localhost:${(server.address() as AddressInfo).port}`;
		made.site = new SiteOfBoth(`http://localhost:${running.port}`, url, log, stop);
		return made.site;
	}

	async stop(): Promise<void> {
		await this.#stop();
	}

	/** A page of the site. `dock` and `room` are the attributes of the tags; without them there is no such tag. */
	async page(
		browser: Browser,
		tags: { readonly dock?: Attributes; readonly room?: Attributes },
		options: BrowserContextOptions = {},
	): Promise<Page> {
		const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en", ...options });
		const page = await context.newPage();
		await page.goto(this.address(tags, options.locale));
		return page;
	}

	address(tags: { readonly dock?: Attributes; readonly room?: Attributes }, lang = "en"): string {
		return `${this.url}/?${new URLSearchParams({ tags: JSON.stringify(tags), lang }).toString()}`;
	}

	async serve(files: ReadonlyMap<string, string>, { url = "", method }: IncomingMessage, response: ServerResponse) {
		const { pathname, searchParams } = new URL(url, this.url);
		const script = files.get(pathname);
		if (script !== undefined) response.setHeader("Content-Type", "text/javascript; charset=utf-8").end(script);
		else if (pathname === "/ticket" && method === "POST") await this.#answerTicket(response);
		else if (pathname === "/") response.setHeader("Content-Type", "text/html; charset=utf-8").end(html(searchParams));
		else response.writeHead(404, { "Content-Type": "text/html" }).end("<!doctype html><title>Not found</title>");
	}

	async #answerTicket(response: ServerResponse): Promise<void> {
		this.asked++;
		const { status = 200, type = "application/json", body } = this.answer ?? {};
		response.setHeader("Content-Type", type);
		if (this.answer) response.writeHead(status).end(body);
		else if (this.user === undefined) response.writeHead(401).end("{}");
		else {
			const ticket = await this.origin.ticket({ user: this.user, name: nameOf(this.user), groups: ["school"] });
			response.end(JSON.stringify({ ticket }));
		}
	}
}

export type Attributes = Readonly<Record<string, string>>;

export function nameOf(user: string): string {
	return user.replace(/^./, (letter) => letter.toUpperCase());
}

async function bundles(): Promise<ReadonlyMap<string, string>> {
	const out = join(import.meta.dirname, "out");
	const built = await Promise.all([DOCK, ROOM].map((entry) => build({ ...entry, outdir: out, write: false })));
	return new Map(
		built.flatMap(({ outputFiles }) => outputFiles).map(({ path, text }) => [path.slice(out.length), text]),
	);
}

function html(query: URLSearchParams): string {
	const tags = JSON.parse(query.get("tags") ?? "{}") as { readonly [name: string]: Attributes };
	const tag = (name: string): string => {
		const given = Object.entries(tags[name] ?? {}).map(
			([key, value]) => ` ${key}="${value.replaceAll('"', "&quot;")}"`,
		);
		return tags[name] ? `<parlour-${name}${given.join("")}></parlour-${name}>` : "";
	};
	const lang = query.get("lang") ?? "en";
	const isDark = Object.values(tags).some(({ theme }) => theme === "dark");
	return `<!doctype html><html lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>School</title><link rel="icon" href="data:,">
<style>html,body{height:100%;margin:0}body{background:${isDark ? "#10131b" : "#e9ecf3"}}main{height:100%;max-width:900px}</style>
<main>${tag("room")}</main>${tag("dock")}
<script>window.errors = []; addEventListener("parlour-error", ({ detail }) => errors.push(detail.code), true)</script>
<script type="module" src="/parlour-room.js"></script><script type="module" src="/parlour-dock.js"></script></html>`;
}
