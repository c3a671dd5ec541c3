import { withoutComments } from "../layers/source.mjs";

// A title is any text literal that begins with ids in brackets: titles also stand in tables that a loop turns into tests.
const TITLE = /(\.(?:skip|todo|fails)(?:\([^()]*\))?\(\s*)?["'`]((?:\[[A-Z]+[0-9]+\] ?)+)/g;

/**
 * The rule ids that the titles of a test file name. A test that is skipped, or expected to fail, names
 * nothing: the rule does not hold by it.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function idsIn(text) {
	return [...withoutComments(text).matchAll(TITLE)]
		.filter(([, skipped]) => skipped === undefined)
		.flatMap(([, , ids = ""]) => ids.match(/[A-Z]+[0-9]+/g) ?? []);
}
