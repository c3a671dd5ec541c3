import { runWith } from "./program.mjs";

/** @typedef {import("./extract.mjs").Sample} Sample */

/** @param {readonly Sample[]} samples */
export async function checkPhp(samples) {
	return checkWith("php", ["-d", "display_errors=stderr", "-l"], samples, (code) =>
		code.startsWith("<?php") ? code : `<?php ${code}`,
	);
}

/** @param {readonly Sample[]} samples */
export async function checkPython(samples) {
	return checkWith("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], samples, (code) => code);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {readonly Sample[]} samples
 * @param {(code: string) => string} wrap
 */
async function checkWith(program, args, samples, wrap) {
	/** @type {string[]} */
	const problems = [];
	for (const { path, line, code } of samples) {
		const { ok, output, isThere } = await runWith(program, args, wrap(code));
		if (!isThere) return { problems: [], skipped: `no ${program}` };
		if (!ok) problems.push(`${path}:${line}: ${output.trim()}`);
	}
	return { problems };
}
