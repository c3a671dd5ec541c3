import { numberingProblems, rulesIn } from "./rules.mjs";
import { idsIn } from "./titles.mjs";

/**
 * Holds the protocol document and the tests together.
 *
 * @param {string} markdown the document
 * @param {ReadonlyMap<string, string>} tests the test files' texts by path
 * @returns {string[]} the problems
 */
export function checkSpec(markdown, tests) {
	const rules = rulesIn(markdown);
	const known = new Set(rules.map(({ id }) => id));
	/** @type {Set<string>} */
	const named = new Set();
	const problems = numberingProblems(rules);
	for (const [path, text] of tests)
		for (const id of idsIn(text)) {
			named.add(id);
			if (!known.has(id)) problems.push(`${path}: a title names ${id}, and there is no such rule`);
		}
	return [...problems, ...rules.flatMap((rule) => ruleProblem(rule, named.has(rule.id)) ?? [])];
}

/**
 * @param {import("./rules.mjs").Rule} rule
 * @param {boolean} tested
 */
function ruleProblem({ id, line, untested }, tested) {
	if (tested) return untested === undefined ? undefined : `line ${line}: ${id} is marked untested, and has a test`;
	if (untested === undefined) return `line ${line}: ${id} is named by no test title`;
	return untested === "" ? `line ${line}: ${id} is marked untested without a reason` : undefined;
}
