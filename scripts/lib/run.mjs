import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs a program of `node_modules/.bin` to its end and collects what it prints.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function run(program, args) {
	const child = spawn(`${ROOT}node_modules/.bin/${program}`, args, {
		cwd: ROOT,
		env: { ...process.env, FORCE_COLOR: "0" },
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => (output += text));
	const ok = await new Promise((resolve) => {
		child.on("error", (error) => {
			output += error.message;
			resolve(false);
		});
		child.on("close", (code) => resolve(code === 0));
	});
	return { ok, output };
}
