/** @typedef {import("./extract.mjs").Sample} Sample */

/** What the plain script puts on a page. */
const GLOBALS = 'declare const Parlour: typeof import("parlour").Parlour;';

/**
 * The scripts in a piece of HTML, as samples of their own.
 *
 * @param {Sample} sample
 * @returns {Sample[]}
 */
export function scriptsOf({ path, line, code, prelude }) {
	return [...code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].flatMap(({ index, 0: whole, 1: script = "" }) => {
		if (script.trim() === "") return [];
		const before = code.slice(0, index + whole.indexOf(script)).split("\n").length - 1;
		return [{ path, line: line + before, language: "ts", code: script, prelude: `${GLOBALS} ${prelude}` }];
	});
}
