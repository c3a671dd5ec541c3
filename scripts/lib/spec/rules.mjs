/**
 * A rule of the protocol document.
 *
 * @typedef {object} Rule
 * @property {string} id
 * @property {number} line
 * @property {string | undefined} untested the reason why it has no test
 */

const RULE = /^- \*\*([A-Z]+[0-9]+)\*\* (.+)$/;
const UNTESTED = /\(untested: ?([^)]*)\)\s*$/;

/**
 * @param {string} markdown
 * @returns {Rule[]}
 */
export function rulesIn(markdown) {
	return markdown.split("\n").flatMap((text, index) => {
		const [, id, words = ""] = RULE.exec(text) ?? [];
		return id === undefined ? [] : [{ id, line: index + 1, untested: UNTESTED.exec(words)?.[1]?.trim() }];
	});
}

/**
 * Ids are stable and grow at the end of their group: a gap or a repeated number says that one was moved or taken away.
 * Only a round number may follow a gap: those who work side by side begin at numbers of their own.
 *
 * @param {readonly Rule[]} rules
 * @returns {string[]}
 */
export function numberingProblems(rules) {
	/** @type {Map<string, number>} */
	const latest = new Map();
	return rules.flatMap(({ id, line }) => {
		const group = id.replace(/[0-9]+$/, "");
		const expected = (latest.get(group) ?? 0) + 1;
		const number = Number(id.slice(group.length));
		latest.set(group, number);
		return number === expected || (number > expected && number % 10 === 0)
			? []
			: [`line ${line}: ${id} stands where ${group}${expected} is expected`];
	});
}
