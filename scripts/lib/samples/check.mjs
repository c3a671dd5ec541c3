import { samplesIn } from "./extract.mjs";
import { checkJson, checkShell } from "./data.mjs";
import { checkPhp, checkPython } from "./languages.mjs";
import { scriptsOf } from "./html.mjs";
import { checkTypes } from "./types.mjs";

/** @typedef {import("./extract.mjs").Sample} Sample */
/** @typedef {(samples: readonly Sample[]) => Promise<{ problems: string[], skipped?: string }>} Check */

/** Configurations of other programs: nothing here reads them. */
const UNREAD = new Set(["ini", "nginx", "caddyfile", "toml", "text", "mermaid"]);

/** @type {Readonly<Record<string, Check>>} */
const CHECKS = {
	ts: checkTypes,
	sh: checkShell,
	json: checkJson,
	php: checkPhp,
	python: checkPython,
};

/** What a language is checked as. @type {Readonly<Record<string, string>>} */
const AS = { js: "ts", tsx: "ts", jsx: "ts", bash: "sh", console: "sh" };

/**
 * Checks the samples of documents.
 *
 * @param {ReadonlyMap<string, string>} documents texts by path
 * @returns {Promise<{ count: number, problems: string[], skipped: string[] }>}
 */
export async function checkSamples(documents) {
	const all = [...documents].flatMap(([path, text]) => samplesIn(path, text));
	const samples = all.flatMap((sample) => (sample.language === "html" ? scriptsOf(sample) : [sample]));
	const kinds = Map.groupBy(samples, ({ language }) => AS[language] ?? language);
	const problems = [];
	const skipped = [];
	for (const [kind, group] of kinds) {
		if (UNREAD.has(kind)) continue;
		const check = CHECKS[kind];
		if (check === undefined) {
			problems.push(...group.map((sample) => `${placeOf(sample)}: nothing here checks the language "${kind}"`));
			continue;
		}
		const found = await check(group);
		problems.push(...found.problems);
		if (found.skipped !== undefined) skipped.push(`${group.length} samples skipped: ${found.skipped}`);
	}
	return { count: all.length, problems, skipped };
}

/** @param {Sample} sample */
function placeOf({ path, line }) {
	return `${path}:${line}`;
}
