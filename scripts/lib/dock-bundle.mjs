import { readFile } from "node:fs/promises";
import { transform } from "esbuild";
import { BROWSERS } from "./browsers.mjs";
import { MODULES } from "./client-bundle.mjs";
import { withoutLightDark } from "./light-dark.mjs";

/**
 * Style sheets are texts in the bundle, as small as they get.
 *
 * @type {import("esbuild").Plugin}
 */
export const stylesAsText = {
	name: "styles-as-text",
	setup(build) {
		build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
			const { code } = await transform(withoutLightDark(await readFile(path, "utf8")), {
				loader: "css",
				minify: true,
				target: BROWSERS,
			});
			return { contents: code.trim(), loader: "text" };
		});
	},
};

/**
 * Texts of a language as they are: a module of its own would name each of them twice.
 *
 * @type {import("esbuild").Plugin}
 */
export const textsAsOne = {
	name: "texts-as-one",
	setup(build) {
		build.onLoad({ filter: /[/\\]locales[/\\][\w-]+\.json$/ }, async ({ path }) => ({
			contents: `export default ${JSON.stringify(JSON.parse(await readFile(path, "utf8")))}`,
			loader: "js",
		}));
	},
};

/**
 * `<parlour-dock>` for a page that loads it by a tag: a small file that waits for the page, and what it loads then.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const DOCK = {
	...MODULES,
	entryPoints: { "parlour-dock": "src/client/elements/dock/loader.ts" },
	plugins: [stylesAsText, textsAsOne],
	// Modules are read as UTF-8, whatever a server says: what is not Latin needs no escapes.
	charset: "utf8",
	outdir: "dist/public",
	// By their content: these may be kept for good.
	chunkNames: "parlour-dock/[name]-[hash]",
};
