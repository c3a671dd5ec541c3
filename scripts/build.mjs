import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { SCRIPT } from "./lib/client-bundle.mjs";
import { DOCK, stylesAsText, textsAsOne } from "./lib/dock-bundle.mjs";
import { ROOM } from "./lib/room-bundle.mjs";
import { ROOT, run } from "./lib/run.mjs";

// Builds `dist`: the package's entries with their types, the client for a plain script tag, the elements for a tag of their own.

const ENTRIES = [
	"client/index",
	"client/moderation",
	"client/chat/index",
	"client/react/index",
	"client/elements/dock/index",
	"client/elements/room/index",
	"origin/index",
	"config/index",
	"server/index",
];

const ELEMENTS = [DOCK, ROOM];

/**
 * Leaves in an entry what it imports of another one, which a page then has once: its classes are the same ones.
 *
 * @type {import("esbuild").Plugin}
 */
const betweenEntries = {
	name: "between-entries",
	setup(build) {
		build.onResolve({ filter: /^\..*\/index\.ts$/ }, ({ path, kind, resolveDir }) => {
			const entry = relative(join(ROOT, "src"), join(resolveDir, path)).replace(/\.ts$/, "");
			if (kind === "entry-point" || !ENTRIES.includes(entry)) return undefined;
			return { path: path.replace(/\.ts$/, ".js"), external: true };
		});
	},
};

/** @param {string} entry */
async function buildEntry(entry) {
	await build({
		absWorkingDir: ROOT,
		entryPoints: [`src/${entry}.ts`],
		outdir: `dist/${dirname(entry)}`,
		bundle: true,
		plugins: [betweenEntries, stylesAsText, textsAsOne],
		// What is imported when it is needed stays in a file of its own.
		splitting: true,
		chunkNames: entry.includes("elements") ? "[name]-[hash]" : "[name]",
		// Whoever installs the package gets its dependencies from there, once.
		packages: "external",
		platform: "neutral",
		format: "esm",
		target: "es2022",
		// Puts times and counts where they are used; each would be shared by two files otherwise, in a third.
		minifySyntax: true,
	});
}

async function buildScript() {
	await build({ ...SCRIPT, sourcemap: true });
}

/** What a page on any site may load by a tag; browsers ask for modules of other origins as for anything else of theirs. */
const HEADERS = "/parlour*\n  Access-Control-Allow-Origin: *\n";

/**
 * Takes away what earlier builds left in `dist`: a package would carry it.
 *
 * @param {number} begun when this build began, in milliseconds since 1970
 */
async function removeStale(begun) {
	const dist = join(ROOT, "dist");
	const entries = await readdir(dist, { recursive: true, withFileTypes: true });
	await Promise.all(
		entries
			.filter((entry) => entry.isFile())
			.map(async (entry) => {
				const file = join(entry.parentPath, entry.name);
				if ((await stat(file)).mtimeMs < begun) await rm(file, { force: true });
			}),
	);
}

async function buildTypes() {
	// One after another: both write the declarations of what pages and servers share.
	for (const project of ["tsconfig.build.json", "tsconfig.build.server.json"]) {
		const { ok, output } = await run("tsc", ["-p", project]);
		if (!ok) throw new Error(`The types could not be built:\n${output}`);
	}
	const files = await readdir(join(ROOT, "dist"), { recursive: true });
	// The compiler leaves the sources' extensions in declarations, where nothing but this repository could follow them.
	await Promise.all(files.filter((file) => file.endsWith(".d.ts")).map((file) => rewrite(join(ROOT, "dist", file))));
}

/** @param {string} file */
async function rewrite(file) {
	const text = await readFile(file, "utf8");
	await writeFile(file, text.replace(/((?:from|import\()\s*"\.[^"]*)\.ts"/g, '$1.js"'));
}

// Files are replaced in place, and what is stale is taken away last: `npm start` may serve from `dist`, and examples import
// from it, while this runs.
// File systems stamp a few milliseconds behind the clock.
const begun = Date.now() - 20;
await Promise.all([
	...ENTRIES.map(buildEntry),
	buildScript(),
	...ELEMENTS.map((options) => build(options)),
	buildTypes(),
]);
await writeFile(join(ROOT, "dist/public/_headers"), HEADERS);
await removeStale(begun);
