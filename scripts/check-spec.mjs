import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FAULTS, remedyOf } from "../src/protocol/faults.ts";
import { filesUnder } from "./lib/files.mjs";
import { ROOT } from "./lib/run.mjs";
import { checkSpec } from "./lib/spec/check.mjs";
import { withFaultTable } from "./lib/spec/fault-table.mjs";

const document = join(ROOT, "docs/protocol.md");
const written = readFileSync(document, "utf8");
const generated = await withFaultTable(written, FAULTS, remedyOf);
if (process.argv.includes("--write") && generated !== written) writeFileSync(document, generated);

// The scripts' own tests quote titles and rules that mean nothing.
const tests = new Map(
	filesUnder(ROOT, "test", /\.ts$/)
		.filter((path) => !path.startsWith("test/scripts/"))
		.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);
const problems = checkSpec(generated, tests);
if (generated !== written && !process.argv.includes("--write"))
	problems.push("the table of faults is not that of src/protocol/faults.ts; run: node scripts/check-spec.mjs --write");
for (const problem of problems) console.error(`docs/protocol.md: ${problem}`);
console.log(`spec: ${tests.size} test files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
