import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { checkLayers } from "./lib/layers/check.mjs";
import { ROOT } from "./lib/run.mjs";

const CODE = /\.(ts|mjs|js|tsx)$/;
const root = process.argv[2] ?? ROOT;
const files = new Map(filesUnder(root, "", CODE).map((path) => [path, readFileSync(join(root, path), "utf8")]));
const problems = checkLayers(files);
for (const problem of problems) console.error(problem);
console.log(`layers: ${files.size} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
