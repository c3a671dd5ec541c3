import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);

/**
 * The version of an installed package. Read as a file: few packages export their package.json.
 *
 * @param {string} name
 * @returns {string}
 */
export function versionOf(name) {
	const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
	return JSON.parse(readFileSync(path, "utf8")).version;
}

/** @returns {string} */
export function workerdVersion() {
	return require("workerd/package.json").version;
}
