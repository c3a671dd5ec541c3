import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "../run.mjs";

/** @typedef {import("./extract.mjs").Sample} Sample */

/** In the repository, so that packages are found from there. */
const FOLDER = join(ROOT, "node_modules/.cache/samples");

/** What a Worker has around it clashes with what a page has: each sample sees one of the two. */
const WORKER = /["']parlour\/server["']/;

/**
 * Checks TypeScript against the sources of the package's public entries, as strictly as the sources themselves.
 *
 * @param {readonly Sample[]} samples
 */
export async function checkTypes(samples) {
	const { worker = [], page = [] } = Object.groupBy(samples, ({ code }) => (WORKER.test(code) ? "worker" : "page"));
	const found = await Promise.all([
		checkIn(page, { lib: ["ES2024", "DOM", "DOM.Iterable"], types: ["node", "react"] }),
		checkIn(worker, { lib: ["ES2024"], types: ["@cloudflare/workers-types"] }),
	]);
	return { problems: found.flat() };
}

/**
 * @param {readonly Sample[]} samples
 * @param {{ lib: readonly string[], types: readonly string[] }} globals
 * @returns {Promise<string[]>}
 */
async function checkIn(samples, { lib, types }) {
	if (samples.length === 0) return [];
	mkdirSync(FOLDER, { recursive: true });
	const folder = mkdtempSync(join(FOLDER, "run-"));
	try {
		for (const [index, { code, prelude, language }] of samples.entries())
			// On one line, so that the lines of a complaint can be counted; a module, so that no sample sees another's names.
			writeFileSync(
				join(folder, `${index}.${language.endsWith("x") ? "tsx" : "ts"}`),
				`${prelude.replaceAll(/\s*\n\s*/g, " ")} export {};\n${code}\n`,
			);
		const compilerOptions = { lib, types, jsx: "react-jsx", paths: entries(), noUnusedLocals: false };
		const config = { extends: join(ROOT, "tsconfig.base.json"), compilerOptions, include: ["*.ts", "*.tsx"] };
		writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
		const { ok, output } = await run("tsc", ["--pretty", "false", "-p", folder]);
		return ok
			? []
			: output
					.trim()
					.split("\n")
					.map((line) => placed(line, samples));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The package's public entries as sources. */
function entries() {
	/** @type {{ exports: Record<string, string | { types: string }> }} */
	const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
	return Object.fromEntries(
		Object.entries(exports).flatMap(([name, entry]) =>
			typeof entry === "string"
				? []
				: [[`parlour${name.slice(1)}`, [ROOT + entry.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "src/$1.ts")]]],
		),
	);
}

/**
 * A complaint of the compiler, at its place in the document.
 *
 * @param {string} line
 * @param {readonly Sample[]} samples
 */
function placed(line, samples) {
	const [, index = "", row = "", message = ""] = /([0-9]+)\.tsx?\(([0-9]+),[0-9]+\): (.*)$/.exec(line) ?? [];
	const sample = samples[Number(index || Number.NaN)];
	if (sample === undefined) return line;
	const where = Number(row) === 1 ? "in what is declared for it" : `${sample.path}:${sample.line + Number(row) - 2}`;
	return Number(row) === 1 ? `${sample.path}:${sample.line}: ${where}: ${message}` : `${where}: ${message}`;
}
