import { dirname } from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { ROOT, run } from "./lib/run.mjs";

// Each layer has a tsconfig.json of its own, because each sees another set of globals: the compiler itself refuses a
// timer in src/protocol and `document` in src/worker.

const NOTHING_YET = "TS18003";
const projects = filesUnder(ROOT, "", /^tsconfig\.json$/).filter((path) => !path.startsWith("examples/"));
const results = await Promise.all(
	projects.map(async (path) => ({ path, ...(await run("tsc", ["--pretty", "false", "-p", dirname(path)])) })),
);
const failed = results.filter(({ ok, output }) => !ok && !output.includes(NOTHING_YET));
// A file is checked again by every project that imports it: each complaint is shown once.
const complaints = new Set(failed.flatMap(({ output }) => output.split("\n")));
if (failed.length > 0) console.error([...failed.map(({ path }) => `failed: ${path}`), ...complaints].join("\n"));
console.log(`types: ${projects.length - failed.length} of ${projects.length} projects are right`);
process.exitCode = failed.length === 0 ? 0 : 1;
