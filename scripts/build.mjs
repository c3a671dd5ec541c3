import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { PAGE_BUNDLE } from "./lib/client-bundle.mjs";
import { ROOT, run } from "./lib/run.mjs";

// Builds `dist`: the package's entries with their types, and the client for a plain script tag.

const ENTRIES = ["client", "origin", "config"];

// The class is the global, so that `new Parlour(…)` works after the script tag; the other names are its properties.
const GLOBAL = `
import { Channel, Parlour, ParlourError, receive } from "./src/client/index.ts";
globalThis.Parlour = Object.assign(Parlour, { Channel, Parlour, ParlourError, receive });
`;

async function buildEntries() {
	await build({
		absWorkingDir: ROOT,
		entryPoints: Object.fromEntries(ENTRIES.map((entry) => [`${entry}/index`, `src/${entry}/index.ts`])),
		outdir: "dist",
		bundle: true,
		// Whoever installs the package gets its dependencies from there, once.
		packages: "external",
		platform: "neutral",
		format: "esm",
		target: "es2022",
	});
}

async function buildScript() {
	await build({
		...PAGE_BUNDLE,
		stdin: { contents: GLOBAL, resolveDir: ROOT, sourcefile: "parlour.ts", loader: "ts" },
		format: "iife",
		outfile: "dist/public/parlour.js",
		sourcemap: true,
	});
}

async function buildTypes() {
	const { ok, output } = await run("tsc", ["-p", "tsconfig.build.json"]);
	if (!ok) throw new Error(`The types could not be built:\n${output}`);
	const files = await readdir(join(ROOT, "dist"), { recursive: true });
	// The compiler leaves the sources' extensions in declarations, where nothing but this repository could follow them.
	await Promise.all(files.filter((file) => file.endsWith(".d.ts")).map((file) => rewrite(join(ROOT, "dist", file))));
}

/** @param {string} file */
async function rewrite(file) {
	const text = await readFile(file, "utf8");
	await writeFile(file, text.replace(/((?:from|import\()\s*"\.[^"]*)\.ts"/g, '$1.js"'));
}

// Only what is built here: `npm start` may serve from `dist` while this runs, and public files are replaced in place.
await Promise.all(
	["client", "origin", "config", "protocol", "crypto"].map((folder) =>
		rm(join(ROOT, "dist", folder), { recursive: true, force: true }),
	),
);
await Promise.all([buildEntries(), buildScript(), buildTypes()]);
