import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { FAULTS, remedyOf } from "../src/protocol/faults.ts";
import { filesUnder } from "./lib/files.mjs";
import { ROOT } from "./lib/run.mjs";
import { checkSpec } from "./lib/spec/check.mjs";
import { decisionProblems } from "./lib/spec/decisions.mjs";
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

const records = new Map(
	filesUnder(ROOT, "docs/decisions", /\.md$/).map((path) => [basename(path), readFileSync(join(ROOT, path), "utf8")]),
);
const misnumbered = decisionProblems(records);

for (const problem of problems) console.error(`docs/protocol.md: ${problem}`);
for (const problem of misnumbered) console.error(`docs/decisions/${problem}`);
const count = problems.length + misnumbered.length;
console.log(`spec: ${tests.size} test files, ${records.size} decision records, ${count} problems`);
process.exitCode = count === 0 ? 0 : 1;
