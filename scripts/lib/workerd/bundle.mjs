import { writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { ROOT } from "../run.mjs";

/** The entry that is deployed. */
export const WORKER = `${ROOT}src/worker/index.ts`;

/**
 * Bundles a Worker into one module, with the same bundler and conditions as the deploying tool, which takes seconds to
 * load for what takes this a moment.
 *
 * @param {string} entry
 * @param {string} outfile
 */
export async function bundleWorker(entry, outfile) {
	const { outputFiles } = await build({
		entryPoints: [entry],
		absWorkingDir: ROOT,
		bundle: true,
		write: false,
		format: "esm",
		target: "es2024",
		conditions: ["workerd", "worker", "browser"],
		external: ["cloudflare:*"],
		logLevel: "warning",
	});
	await writeFile(outfile, outputFiles[0]?.contents ?? "");
}
