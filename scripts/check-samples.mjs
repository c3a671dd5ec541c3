import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { ROOT } from "./lib/run.mjs";
import { checkSamples } from "./lib/samples/check.mjs";

// Every sample in the documents: types, spelling and JSON. What is copied out of them must work.

const documents = new Map(
	filesUnder(ROOT, "", /\.md$/)
		// Decisions are never edited.
		.filter((path) => !path.startsWith("docs/decisions/"))
		.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);
const { count, problems, skipped } = await checkSamples(documents);
for (const problem of problems) console.error(problem);
for (const line of skipped) console.log(line);
console.log(`samples: ${count} in ${documents.size} documents, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
