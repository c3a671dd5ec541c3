import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT, run } from "../run.mjs";

/**
 * Builds the client, and the demo's page beside it. The page goes into a folder of its own: what is deployed serves
 * `dist/public` and never has it.
 *
 * @param {string} folder where to put the static files; it is emptied first
 */
export async function buildFiles(folder) {
	const { ok, output } = await run("node", ["scripts/build.mjs"]);
	if (!ok) throw new Error(`scripts/build.mjs failed:\n${output}`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(join(folder, "demo"), { recursive: true });
	const page = join(ROOT, "demo/page");
	await Promise.all([
		cp(join(ROOT, "dist/public"), folder, { recursive: true }),
		cp(join(page, "index.html"), join(folder, "index.html")),
		cp(join(page, "icon.svg"), join(folder, "demo/icon.svg")),
		cp(join(page, "style.css"), join(folder, "demo/style.css")),
		build({
			entryPoints: [join(page, "main.ts")],
			outfile: join(folder, "demo/app.js"),
			bundle: true,
			format: "iife",
			target: "es2022",
			logLevel: "warning",
		}),
	]);
}
