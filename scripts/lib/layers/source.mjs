/**
 * An import or re-export of a file.
 *
 * @typedef {object} Import
 * @property {string} target what stands between the quotes
 * @property {number} line
 * @property {boolean} typeOnly whether the whole declaration is erased; `import { type A }` is not, under
 * `verbatimModuleSyntax`
 */

// Declarations begin a line, which the format check guarantees; a comment or a string does not look like one.
const DECLARATION = /^(?:import|export)\s(\s*type\s+(?!from\b))?(?:[^"';=]*?\sfrom\s+)?["']([^"'\n]+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"'\n]+)["']/g;

/**
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(text) {
	const found = [...text.matchAll(DECLARATION)].map(({ 1: type, 2: target = "", index }) => ({
		target,
		line: lineAt(text, index),
		typeOnly: type !== undefined,
	}));
	// `import("…")` in a type position looks the same as a call; it counts as a call.
	for (const { 1: target = "", index } of withoutComments(text).matchAll(DYNAMIC))
		found.push({ target, line: lineAt(text, index), typeOnly: false });
	return found;
}

/**
 * Where a pattern stands in the code proper, comments and string literals aside.
 *
 * @param {string} text
 * @param {RegExp} pattern with the flag `g`
 * @returns {{ line: number, found: string }[]}
 */
export function usesOf(text, pattern) {
	const code = withoutComments(text).replaceAll(/"(?:[^"\\\n]|\\.)*"/g, blank);
	return [...code.matchAll(pattern)].map(({ 0: found, index }) => ({ line: lineAt(code, index), found }));
}

/**
 * The text with its comments blanked out; every character keeps its place.
 *
 * @param {string} text
 */
export function withoutComments(text) {
	return text.replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|\/\/.*$/gm, (found) =>
		found.startsWith("/") ? blank(found) : found,
	);
}

/** @param {string} text */
function blank(text) {
	return text.replaceAll(/[^\n]/g, " ");
}

/**
 * @param {string} text
 * @param {number} index
 */
function lineAt(text, index) {
	return text.slice(0, index).split("\n").length;
}
