import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { measure, measureGenerator } from "./lib/measure.mjs";
import { report } from "./lib/report.mjs";

const quick = process.argv.includes("--quick");
const seconds = quick ? 2 : 8;

/** @type {Record<string, import("./lib/load.mjs").Plan[]>} */
const PLANS = {
	"As fast as answers come": [
		{ subscribers: 1, seconds, lanes: 32 },
		{ subscribers: 100, seconds, lanes: 32 },
		{ subscribers: 1000, seconds, lanes: 32 },
	],
	"On a schedule": [
		{ subscribers: 1, seconds, rate: 20 },
		{ subscribers: 100, seconds, rate: 20 },
		{ subscribers: 1000, seconds, rate: 10 },
		{ subscribers: 100, seconds, rate: 1000 },
	],
};

/** More than this share of a core taken by others spoils a run. */
const NOISE = 0.15;
const ATTEMPTS = quick ? 1 : 4;

/**
 * Measures until the machine was left alone meanwhile, a few times at most, and answers the quietest run.
 *
 * @param {import("./lib/load.mjs").Plan} plan
 */
async function quietest(plan) {
	let best = await measure(plan);
	for (let attempt = 1; attempt < ATTEMPTS && best.othersLoad > NOISE; attempt++) {
		const again = await measure(plan);
		if (again.othersLoad < best.othersLoad) best = again;
	}
	return best;
}

const generator = await measureGenerator(1000);
console.log(`the load generator takes ${Math.round(generator)} frames a second by itself`);
const groups = [];
for (const [title, plans] of Object.entries(PLANS)) {
	const results = [];
	for (const plan of plans) {
		const result = await quietest(plan);
		console.log(title, JSON.stringify(result));
		results.push(result);
	}
	groups.push({ title, results });
}
const text = report({ generator, groups });
console.log(text);
if (!quick) {
	const folder = fileURLToPath(new URL("results/", import.meta.url));
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}${new Date().toISOString().slice(0, 10)}.md`, text);
}
