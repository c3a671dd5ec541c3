import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT, run } from "../run.mjs";

const STYLES = ["icon.svg", "base.css", "chat.css", "test.css", "school.svg", "school.css"];

/**
 * Builds the client, and the demo's pages beside it. They go into a folder of their own: what is deployed serves
 * `dist/public` and never has them.
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
		cp(join(page, "chat.html"), join(folder, "index.html")),
		cp(join(page, "test.html"), join(folder, "test.html")),
		...STYLES.map((name) => cp(join(page, name), join(folder, "demo", name))),
		build({
			entryPoints: { chat: join(page, "chat/main.ts"), test: join(page, "test/main.ts") },
			outdir: join(folder, "demo"),
			bundle: true,
			format: "iife",
			target: "es2022",
			logLevel: "warning",
		}),
	]);
}
