import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ROOT } from "./run.mjs";
import { bundleWorker, WORKER } from "./workerd/bundle.mjs";
import { workerdConfig } from "./workerd/config.mjs";
import { spawnWorkerd } from "./workerd/process.mjs";
import { readSettings } from "./workerd/settings.mjs";

/**
 * @typedef {object} Options
 * @property {string} keys the value of `PARLOUR_KEYS`
 * @property {string} storage the folder that keeps logs and files; made where it is missing
 * @property {string} [host]
 * @property {number} [port] a free one where it is missing
 * @property {string} [entry] another Worker than the one that is deployed
 * @property {string} [assets] another folder of static files than the one that is deployed
 * @property {Readonly<Record<string, string>>} [variables] what else the Worker gets beside its keys
 * @property {boolean} [privateNetwork] whether the Worker may reach addresses that are not public
 * @property {number} [graceMs] how long {@link Running.stop} waits before it kills
 * @property {(line: string) => void} [log] takes what the process prints
 *
 * @typedef {object} Running
 * @property {string} url
 * @property {number} port
 * @property {number} pid
 * @property {Promise<unknown>} exited
 * @property {() => Promise<void>} stop asks the process to end, and kills it after the grace
 * @property {() => Promise<void>} kill ends the process at once, as a crash does
 */

/**
 * Runs the Worker in the runtime itself, without the development tool's proxy before it.
 *
 * @param {Options} options
 * @returns {Promise<Running>}
 */
export async function start({ keys, variables = {}, log = (line) => console.error(line), graceMs = 3000, ...options }) {
	// Nothing of this process's environment but what the Worker is to see.
	const env = { ...variables, PARLOUR_KEYS: keys };
	const folder = await prepare({ ...options, variables: Object.keys(env) });
	const { child, exited, port } = await spawnWorkerd(join(folder, "config.capnp"), env, log);
	const url = `http://${options.host ?? "127.0.0.1"}:${port}`;
	const gone = exited.then(() => rm(folder, { recursive: true, force: true }));
	await healthy(url, exited);

	/** @param {NodeJS.Signals} signal */
	const end = async (signal) => {
		child.kill(signal);
		// A process with half-closed sockets may take minutes to end by itself.
		const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
		await gone;
		clearTimeout(timer);
	};
	return {
		url,
		port,
		pid: child.pid ?? 0,
		exited: gone,
		stop: async () => end("SIGTERM"),
		kill: async () => end("SIGKILL"),
	};
}

/**
 * Puts together a folder with the bundled Worker and the runtime's configuration.
 *
 * @param {Omit<Options, "keys" | "log" | "variables"> & { variables: readonly string[] }} options
 */
async function prepare({ storage, host = "127.0.0.1", port = 0, entry = WORKER, privateNetwork, ...options }) {
	const folder = await mkdtemp(join(tmpdir(), "parlour-"));
	const settings = readSettings();
	const assets = options.assets ?? (settings.assets === undefined ? undefined : join(ROOT, settings.assets));
	// Beside the folders of the objects, which bear the names of their classes.
	const uploads = join(resolve(storage), "uploads");
	const config = workerdConfig({
		settings,
		address: `${host}:${port}`,
		storage: resolve(storage),
		uploads,
		assets: assets !== undefined && existsSync(assets) ? assets : undefined,
		privateNetwork,
		variables: options.variables,
	});
	await mkdir(uploads, { recursive: true });
	await Promise.all([
		bundleWorker(entry, join(folder, "worker.js")),
		copyFile(new URL("workerd/assets.js", import.meta.url), join(folder, "assets.js")),
		writeFile(join(folder, "config.capnp"), config),
	]);
	return folder;
}

/**
 * @param {string} url
 * @param {Promise<unknown>} exited
 */
async function healthy(url, exited) {
	const answer = await Promise.race([fetch(`${url}/v1/health`), exited]);
	if (!(answer instanceof Response)) throw new Error("workerd ended before it was healthy.");
	if (!answer.ok) throw new Error(`The Worker is not healthy: ${answer.status} ${await answer.text()}`);
}
