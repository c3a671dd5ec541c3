import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../run.mjs";
import { runWith } from "./program.mjs";

/** @typedef {import("./extract.mjs").Sample} Sample */

/** @param {readonly Sample[]} samples */
export async function checkJson(samples) {
	return { problems: samples.flatMap(({ path, line, code }) => badJson(code, `${path}:${line}`)) };
}

/**
 * Shell: that it is spelt right, that bodies are JSON, and that the scripts and programs that it names are there.
 *
 * @param {readonly Sample[]} samples
 */
export async function checkShell(samples) {
	const problems = await Promise.all(
		samples.map(async ({ path, line, code }) => {
			const at = `${path}:${line}`;
			const { output } = await runWith("bash", ["-n"], code);
			const spelling = output === "" ? [] : [`${at}: ${output.trim()}`];
			const bodies = [...code.matchAll(/(?:-d|--data|--json) +'([^']*)'/g)];
			return [...spelling, ...bodies.flatMap(([, body = ""]) => badJson(body, at)), ...missing(code, path, at)];
		}),
	);
	return { problems: problems.flat() };
}

/**
 * @param {string} code
 * @param {string} path
 * @param {string} at
 */
function missing(code, path, at) {
	const { scripts } = JSON.parse(readFileSync(packageOf(join(ROOT, path)), "utf8"));
	const unknown = [...code.matchAll(/npm run ([a-z:-]+)/g)].filter(([, name = ""]) => !Object.hasOwn(scripts, name));
	const absent = [...code.matchAll(/(?:node|php|python3) ((?:bench|examples|scripts|sdk)\/\S+)/g)].filter(
		([, file = ""]) => !existsSync(ROOT + file),
	);
	return [...unknown, ...absent].map(([whole]) => `${at}: there is nothing to run as "${whole}"`);
}

/**
 * The package that a document belongs to.
 *
 * @param {string} path
 * @returns {string}
 */
function packageOf(path) {
	const folder = dirname(path);
	const file = join(folder, "package.json");
	return existsSync(file) || folder === dirname(folder) ? file : packageOf(folder);
}

/**
 * @param {string} text
 * @param {string} at
 */
function badJson(text, at) {
	try {
		JSON.parse(text);
		return [];
	} catch (error) {
		return [`${at}: no JSON: ${error instanceof Error ? error.message : String(error)}`];
	}
}
