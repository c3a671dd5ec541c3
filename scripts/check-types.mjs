import { dirname } from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { ROOT, run } from "./lib/run.mjs";

// Each layer has a tsconfig.json of its own, because each sees another set of globals: the compiler itself refuses a
// timer in src/protocol and `document` in src/worker. One run checks them all, and remembers what has not changed since.

const projects = filesUnder(ROOT, "", /^tsconfig\.json$/)
	// Examples and templates are checked where the packages that they import are.
	.filter((path) => !/^(?:examples|packages)\//.test(path))
	.map((path) => dirname(path));
const { ok, output } = await run("tsc", ["-b", "--pretty", "false", ...projects]);
if (!ok) {
	// A file is checked again by every project that imports it: each complaint is shown once.
	console.error([...new Set(output.split("\n"))].join("\n"));
	process.exitCode = 1;
}
console.log(`types: ${projects.length} projects are ${ok ? "right" : "checked, and not all are right"}`);
