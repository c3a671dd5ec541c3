import { spawn } from "node:child_process";

/**
 * Runs a program of the machine with a text as its input.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} input
 * @returns {Promise<{ ok: boolean, output: string, isThere: boolean }>} `output` is empty where all is well
 */
export async function runWith(program, args, input) {
	const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => (output += text));
	// A program that is not there takes no input.
	child.stdin.on("error", () => {});
	child.stdin.end(input);
	return new Promise((resolve) => {
		child.on("error", (error) => resolve({ ok: false, output: error.message, isThere: false }));
		child.on("close", (code) => resolve({ ok: code === 0, output: code === 0 ? "" : output, isThere: true }));
	});
}
