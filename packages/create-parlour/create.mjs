#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

// `npm create parlour [folder]`: copies the template, and makes up a secret that only this folder has.

const USAGE = `Usage: npm create parlour [folder]

Makes a Parlour deployment of your own in the folder, which is "my-parlour" if you name none.`;

/** The name of the key in the new deployment, as origins and hashes use it. */
const KEY = "app/site";

/**
 * @param {readonly string[]} given
 * @returns {Promise<string>} what to print
 */
async function create(given) {
	if (given.some((one) => one === "--help" || one === "-h")) return USAGE;
	const unknown = given.find((one) => one.startsWith("-"));
	if (unknown !== undefined) throw new Error(`There is no option ${unknown}.\n\n${USAGE}`);
	if (given.length > 1) throw new Error(`Name one folder, not ${given.length}.\n\n${USAGE}`);
	const folder = resolve(given[0] ?? "my-parlour");
	await assertEmpty(folder);
	await cp(new URL("template", import.meta.url), folder, { recursive: true });
	// npm leaves files of this name out of a package.
	await rename(join(folder, "gitignore"), join(folder, ".gitignore"));
	await fill(join(folder, "package.json"), { name: packageName(folder) });
	await fill(join(folder, "wrangler.toml"), { name: packageName(folder) });
	const secret = randomBytes(33).toString("base64url");
	const variables = `PARLOUR_KEYS=${KEY}:${secret}\nPARLOUR_SECRET=${secret}\n`;
	await writeFile(join(folder, ".dev.vars"), variables, { mode: 0o600 });
	return `\n  Made ${folder}\n\n    cd ${given[0] ?? "my-parlour"}\n    npm install\n    npm start\n`;
}

/** @param {string} folder */
async function assertEmpty(folder) {
	await mkdir(folder, { recursive: true });
	const [first] = await readdir(folder);
	if (first !== undefined) throw new Error(`${folder} is not empty (it has ${first}). Name another folder.`);
}

/**
 * The folder's name as npm and Workers allow it.
 *
 * @param {string} folder
 */
function packageName(folder) {
	const name = basename(folder)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-+|-+$/g, "");
	return name.slice(0, 54) || "my-parlour";
}

/**
 * Replaces `{{name}}` in a file.
 *
 * @param {string} file
 * @param {Readonly<Record<string, string>>} values
 */
async function fill(file, values) {
	const text = await readFile(file, "utf8");
	await writeFile(
		file,
		text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name] ?? ""),
	);
}

try {
	console.log(await create(process.argv.slice(2)));
} catch (error) {
	console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
