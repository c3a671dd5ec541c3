import { execFileSync } from "node:child_process";
import { cpus, release, type } from "node:os";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * The results as a page.
 *
 * @param {{ generator: number, groups: { title: string, results: any[] }[] }} measured
 * @returns {string}
 */
export function report({ generator, groups }) {
	const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, ${type()} ${release()}, Node ${process.versions.node}`;
	return [
		`# Bench of ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
		"",
		`Machine: ${machine}; workerd ${require("workerd/package.json").version}; commit ${commit()}. The method is in \`bench/README.md\`.`,
		`The load generator by itself takes ${Math.round(generator).toLocaleString("en")} frames a second.`,
		"",
		...groups.flatMap(({ title, results }) => [`## ${title}`, "", ...table(results), ""]),
		"## Targets",
		"",
		...targets(groups.flatMap(({ results }) => results)),
		"",
	].join("\n");
}

/** @param {any[]} results */
function table(results) {
	return [
		"| subscribers | notifies/s asked | notifies/s answered | refused | deliveries/s | frames/s | p50 ms | p99 ms | max ms | CPU us/delivery | room load | generator load | others' load |",
		"|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
		...results.map(
			(r) =>
				`| ${r.subscribers} | ${r.rate ?? "-"} | ${r.notifiesPerSecond.toFixed(0)} | ${r.refused} | ${r.deliveriesPerSecond.toFixed(0)} | ${((r.frames * 1000) / r.ms).toFixed(0)} | ${r.p50.toFixed(2)} | ${r.p99.toFixed(2)} | ${r.max.toFixed(1)} | ${r.microsecondsPerDelivery.toFixed(1)} | ${r.serverLoad.toFixed(2)} | ${r.generatorLoad.toFixed(2)} | ${r.othersLoad.toFixed(2)} |`,
		),
	];
}

/** @param {any[]} results */
function targets(results) {
	const idle = results.find(({ subscribers, rate }) => subscribers === 1 && rate === 20);
	const steady = results.find(({ subscribers, rate }) => subscribers === 100 && rate === 1000);
	const lost = results.filter(({ deliveries, expected }) => deliveries !== expected).length;
	return [
		`- One publish to one idle subscriber: p50 ${idle.p50.toFixed(2)} ms (target: under 3 ms): ${verdict(idle.p50 < 3)}.`,
		`- 1,000 single notifies a second with 100 subscribers: ${steady.notifiesPerSecond.toFixed(0)} a second answered, ` +
			`p99 ${steady.p99.toFixed(1)} ms, at most ${steady.backlog} in line: ${verdict(steady.notifiesPerSecond > 990 && steady.refused === 0 && steady.backlog < 100)}.`,
		`- Every delivery arrived, in every run: ${verdict(lost === 0)}.`,
	];
}

/** @param {boolean} ok */
function verdict(ok) {
	return ok ? "held" : "MISSED";
}

function commit() {
	try {
		return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
	} catch {
		return "unknown";
	}
}
