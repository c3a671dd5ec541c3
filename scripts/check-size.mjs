import { readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { MODULES, PAGE_BUNDLE, SCRIPT } from "./lib/client-bundle.mjs";
import { DOCK } from "./lib/dock-bundle.mjs";
import { ROOM } from "./lib/room-bundle.mjs";

// What a page downloads: bundled, minified, gzipped. A budget is only ever raised with a reason.

const CORE = 'import { Parlour } from "./src/client/index.ts"; globalThis.Parlour = Parlour;';
const CHAT = `${CORE} import { Chat } from "./src/client/chat/index.ts"; globalThis.Chat = Chat;`;

let isOver = false;

/**
 * @param {string} name
 * @param {readonly Uint8Array[]} files each is its own download
 * @param {number} [budget]
 */
function report(name, files, budget = Number.POSITIVE_INFINITY) {
	const size = sum(files.map((contents) => gzipSync(contents, { level: 9 }).length));
	isOver ||= size > budget;
	const verdict = size > budget ? "OVER " : "ok   ";
	const limit = Number.isFinite(budget) ? ` of ${budget}` : "";
	console.log(`${verdict} ${name}: ${size}${limit} bytes (${sum(files.map(({ length }) => length))} before gzip)`);
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
	return numbers.reduce((total, one) => total + one, 0);
}

/**
 * Bundles a page's own module, and what it imports when it is first needed.
 *
 * @param {string} contents
 * @param {import("esbuild").BuildOptions} [options]
 */
async function page(contents, options = MODULES) {
	const { outputFiles, metafile } = await build({
		...options,
		entryPoints: [],
		stdin: { contents, resolveDir: PAGE_BUNDLE.absWorkingDir, sourcefile: "page.ts", loader: "ts" },
		outdir: "out",
		write: false,
		metafile: true,
	});
	const chunks = Object.entries(metafile.outputs).map(([path, output], index) => ({
		path,
		output,
		contents: outputFiles[index]?.contents ?? new Uint8Array(),
	}));
	/** What the page's own module imports, and what that imports, goes with it. */
	const first = new Set(chunks.filter(({ output }) => output.entryPoint === "page.ts").map(({ path }) => path));
	for (const path of first)
		for (const one of metafile.outputs[path]?.imports ?? []) if (one.kind === "import-statement") first.add(one.path);
	return {
		first: chunks.filter(({ path }) => first.has(path)).map(({ contents }) => contents),
		later: chunks.filter(({ path }) => !first.has(path)).map(({ contents }) => contents),
		/** @param {string} name a file's that is loaded when it is first needed */
		named: (name) => chunks.filter(({ path }) => path.includes(`/${name}-`)).map(({ contents }) => contents),
	};
}

const core = await page(CORE);
report("core client, with partysocket: what a page loads first", core.first, 14_500);
report("polling, other HTTP, and what to do about problems: loaded where they are first needed", core.later);
report("core client and chat: what a page with a chat of its own making loads first", (await page(CHAT)).first, 23_700);

const dock = await page('import "./src/client/elements/dock/index.ts";', { ...DOCK, chunkNames: "[name]-[hash]" });
report("dock, with client and chat in it: what a page loads once it is idle", dock.first, 39_800);
report("dock: panel and windows, loaded when the first one opens", dock.named("late"));
report("dock: all of that, as a page has it with something open", [...dock.first, ...dock.named("late")], 57_500);
for (const file of await readdir(new URL("../src/client/elements/locales", import.meta.url))) {
	const language = file.replace(".json", "");
	if (language !== "en") report(`dock: its texts in ${language}, where a page wants them`, dock.named(language), 3_200);
}

const room = await page('import "./src/client/elements/room/index.ts";', { ...ROOM, chunkNames: "[name]-[hash]" });
report("room, with the client in it", room.first, 40_700);

const script = await build({ ...SCRIPT, write: false });
report(
	"plain script, all of it",
	script.outputFiles.filter(({ path }) => path.endsWith(".js")).map(({ contents }) => contents),
	16_500,
);
process.exitCode = isOver ? 1 : 0;
