import { readFileSync, writeFileSync } from "node:fs";

/**
 * Puts texts in their places in a page: each between a line `<!-- begin: name -->` and a line `<!-- end: name -->`.
 *
 * @param {string} page
 * @param {Readonly<Record<string, string>>} texts
 * @throws {Error} where a place has no text
 */
export function fill(page, texts) {
	return page.replaceAll(
		/(<!-- begin: (\S+) -->\n)[\s\S]*?(<!-- end: \2 -->)/g,
		(_all, /** @type {string} */ begin, /** @type {string} */ name, /** @type {string} */ end) => {
			const text = texts[name];
			if (text === undefined) throw new Error(`the page asks for "${name}", and there is no such text`);
			return `${begin}\n${text}\n\n${end}`;
		},
	);
}

/**
 * @param {string} path
 * @param {Readonly<Record<string, string>>} texts
 */
export function fillFile(path, texts) {
	writeFileSync(path, fill(readFileSync(path, "utf8"), texts));
}
