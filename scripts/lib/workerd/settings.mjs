import { readFileSync } from "node:fs";
import { ROOT } from "../run.mjs";

/**
 * What a runtime needs to know of the deployment.
 *
 * @typedef {object} Settings
 * @property {string} compatibilityDate
 * @property {readonly string[]} compatibilityFlags
 * @property {readonly { binding: string, className: string }[]} objects
 * @property {string | undefined} assets the folder of static files, relative to the root
 */

/**
 * Reads the few settings of `wrangler.toml` that a runtime of one's own needs. Not the tool's own reader: loading that
 * takes longer than everything else here together. What it would not understand, it refuses.
 *
 * @param {string} [text]
 * @returns {Settings}
 */
export function readSettings(text = readFileSync(`${ROOT}wrangler.toml`, "utf8")) {
	const compatibilityDate = value(text, "compatibility_date");
	if (compatibilityDate === undefined) throw new Error("wrangler.toml: compatibility_date is missing.");
	const objects = tables(text, "[[durable_objects.bindings]]").map((table) => {
		const binding = value(table, "name");
		const className = value(table, "class_name");
		if (binding === undefined || className === undefined)
			throw new Error("wrangler.toml: a Durable Object binding needs its name and class_name on lines of their own.");
		return { binding, className };
	});
	const flags = /^compatibility_flags *= *\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
	return {
		compatibilityDate,
		compatibilityFlags: [...flags.matchAll(/"([^"]*)"/g)].map(([, flag = ""]) => flag),
		objects,
		assets: tables(text, "[assets]").map((table) => value(table, "directory"))[0],
	};
}

/**
 * @param {string} text
 * @param {string} key
 */
function value(text, key) {
	return new RegExp(`^${key} *= *"([^"]*)"`, "m").exec(text)?.[1];
}

/**
 * @param {string} text
 * @param {string} header
 */
function tables(text, header) {
	return text.split(/^(?=\[)/m).filter((table) => table.startsWith(`${header}\n`));
}
