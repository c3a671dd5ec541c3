import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "../../../scripts/lib/workerd/bundle.mjs";
import { workerdConfig } from "../../../scripts/lib/workerd/config.mjs";
import { spawnWorkerd } from "../../../scripts/lib/workerd/process.mjs";
import { readSettings } from "../../../scripts/lib/workerd/settings.mjs";

/**
 * Runs a Worker of one Durable Object class in the same runtime, bundled and configured in the same way as Parlour's.
 *
 * @param {URL} entry
 * @param {{ binding: string, className: string }} object
 * @param {Omit<import("../contestant.mjs").Target, "port">} target
 * @returns {Promise<import("../contestant.mjs").Running>}
 */
export async function startSmallWorker(entry, object, target) {
	const folder = await mkdtemp(join(tmpdir(), "parlour-bench-"));
	const storage = join(folder, "storage");
	const config = workerdConfig({
		settings: { ...readSettings(), objects: [object], assets: undefined },
		address: "127.0.0.1:0",
		storage,
		variables: [],
	});
	await mkdir(storage);
	await Promise.all([
		bundleWorker(fileURLToPath(entry), join(folder, "worker.js")),
		writeFile(join(folder, "assets.js"), "export default {};\n"),
		writeFile(join(folder, "config.capnp"), config),
	]);
	const { child, exited, port } = await spawnWorkerd(join(folder, "config.capnp"), {}, (line) => console.error(line));
	return {
		target: { ...target, port },
		pids: () => [child.pid ?? 0],
		async stop() {
			child.kill("SIGKILL");
			await exited;
			await rm(folder, { recursive: true, force: true });
		},
	};
}
