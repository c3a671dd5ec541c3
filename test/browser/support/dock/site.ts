import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { DOCK } from "../../../../scripts/lib/dock-bundle.mjs";

/** A small site with the dock on each page, as a tag of it stands there. */
export interface Site {
	readonly url: string;
	/** The paths that were asked for, in order. */
	readonly asked: string[];
	close(): Promise<void>;
}

const SKETCH = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="#dfe7fb"/><path d="M40 330C160 330 180 90 320 90s160 240 280 240" fill="none" stroke="#3451d1" stroke-width="8"/><path d="M40 360h560M60 380V40" stroke="#596177" stroke-width="3"/></svg>`;

const TEXT = "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.</p>";

/** @param query `dir`, `lang`, `theme`: what the page and the tag say; `plain`: without a dock */
function html(query: URLSearchParams): string {
	const attributes = [...query].filter(([name]) => !["dir", "plain", "world"].includes(name));
	const tag = `<parlour-dock url="/" ${attributes.map(([name, value]) => `${name}="${value}"`).join(" ")}></parlour-dock>`;
	return `<!doctype html>
<html lang="${query.get("lang") ?? "en"}" dir="${query.get("dir") ?? "ltr"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>School</title>
<link rel="icon" href="data:,">
<style>body { display: grid; gap: 12px; max-width: 60rem; margin: 24px auto; padding: 0 24px; font: 16px/1.5 sans-serif;${
		query.get("theme") === "dark" ? " background: #10131b; color: #dfe3ee;" : ""
	} }</style></head>
<body><h1>School</h1><main><a href="/two">Another page</a>${TEXT.repeat(12)}</main>
${query.has("plain") ? "" : `<script type="module" src="/parlour-dock.js"></script>${tag}`}
<script type="module" src="/page.js"></script></body></html>`;
}

/** Builds the dock as it is served, and serves it. */
export async function startSite(): Promise<Site> {
	const out = join(import.meta.dirname, "out");
	const [dock, page] = await Promise.all([
		build({ ...DOCK, outdir: out, write: false }),
		build({
			entryPoints: [join(import.meta.dirname, "page.ts")],
			bundle: true,
			format: "esm",
			write: false,
			outdir: out,
			external: ["*.css"],
		}),
	]);
	const files = new Map(
		[...dock.outputFiles, ...page.outputFiles].map((one) => [one.path.slice(out.length), one.text]),
	);
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? "/", "http://site");
		asked.push(pathname);
		const script = files.get(pathname);
		if (script !== undefined) response.setHeader("content-type", "text/javascript; charset=utf-8").end(script);
		else if (pathname === "/sketch.svg") response.setHeader("content-type", "image/svg+xml").end(SKETCH);
		else response.setHeader("content-type", "text/html; charset=utf-8").end(html(searchParams));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		asked,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}
