import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PAGE_BUNDLE } from "./lib/client-bundle.mjs";

// What a page downloads, for each set of imports: bundled, minified, gzipped. A budget is only ever raised with a reason.

/** @type {readonly { readonly name: string, readonly code: string, readonly budget: number }[]} */
const SETS = [
	{
		name: "core client, with partysocket",
		code: 'import { Parlour } from "./src/client/index.ts"; globalThis.Parlour = Parlour;',
		budget: 7_000,
	},
];

let isOver = false;
for (const { name, code, budget } of SETS) {
	const { outputFiles } = await build({
		...PAGE_BUNDLE,
		stdin: { contents: code, resolveDir: PAGE_BUNDLE.absWorkingDir, loader: "ts" },
		format: "esm",
		write: false,
	});
	const contents = outputFiles[0]?.contents ?? new Uint8Array();
	const size = gzipSync(contents, { level: 9 }).length;
	isOver ||= size > budget;
	console.log(
		`${size > budget ? "OVER " : "ok   "} ${name}: ${size} of ${budget} bytes (${contents.length} before gzip)`,
	);
}
process.exitCode = isOver ? 1 : 0;
