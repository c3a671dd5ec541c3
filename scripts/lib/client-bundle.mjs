import { ROOT } from "./run.mjs";

/**
 * How the client is bundled for a page that loads it by itself: everything in it, minified.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const PAGE_BUNDLE = {
	absWorkingDir: ROOT,
	bundle: true,
	minify: true,
	platform: "browser",
	target: "es2022",
	legalComments: "none",
};

/**
 * The same in modules: what only some pages need is in files of its own.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const MODULES = { ...PAGE_BUNDLE, format: "esm", splitting: true };

// The class is the global, so that `new Parlour(…)` works after the script tag; the other names are its properties.
const GLOBAL = `
import { Channel, Parlour, ParlourError, receive } from "./src/client/index.ts";
globalThis.Parlour = Object.assign(Parlour, { Channel, Parlour, ParlourError, receive });
`;

/**
 * The client for a plain script tag, in one file.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const SCRIPT = {
	...PAGE_BUNDLE,
	stdin: { contents: GLOBAL, resolveDir: ROOT, sourcefile: "parlour.ts", loader: "ts" },
	format: "iife",
	outfile: "dist/public/parlour.js",
};
