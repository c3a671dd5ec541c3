import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LEFT_OUT = new Set(["node_modules", "dist", ".git", ".wrangler", "coverage"]);

/**
 * The files under a folder as paths relative to `root`, with `/`, sorted; what is built or installed is left out.
 *
 * @param {string} root
 * @param {string} folder
 * @param {RegExp} name what a file's name must match
 * @returns {string[]}
 */
export function filesUnder(root, folder, name) {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { withFileTypes: true })
		.flatMap((entry) => {
			const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
			if (LEFT_OUT.has(entry.name)) return [];
			if (entry.isDirectory()) return filesUnder(root, path, name);
			return name.test(entry.name) ? [path] : [];
		})
		.toSorted();
}
