import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { watchOver } from "./watchdog.mjs";

const require = createRequire(import.meta.url);

/**
 * The runtime's binary itself, not the script around it: a signal to the script would leave the runtime behind.
 *
 * @returns {string}
 */
function binary() {
	return require("workerd").default;
}

/**
 * Starts the runtime on a configuration and waits until it listens.
 *
 * @param {string} config the file
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} log takes what the process prints
 */
export async function spawnWorkerd(config, env, log) {
	const child = spawn(binary(), ["serve", config, "--control-fd=3"], {
		env,
		stdio: ["ignore", "pipe", "pipe", "pipe"],
	});
	const exited = once(child, "exit");
	// Whoever ends without stopping what it started leaves no process behind.
	const abandon = () => child.kill("SIGKILL");
	process.once("exit", abandon);
	const callOff = child.pid === undefined ? undefined : watchOver(child.pid);
	child.once("exit", () => {
		process.off("exit", abandon);
		callOff?.();
	});
	/** @type {string[]} */
	const printed = [];
	const take = (/** @type {string} */ line) => {
		if (printed.length < 20) printed.push(line);
		log(line);
	};
	for (const stream of [child.stdout, child.stderr])
		eachLine(/** @type {import("node:stream").Readable} */ (stream), take);
	const control = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
	const port = await Promise.race([
		new Promise((/** @type {(port: number) => void} */ resolve) =>
			eachLine(control, (line) => {
				const event = JSON.parse(line);
				if (event.event === "listen" && event.socket === "http") resolve(event.port);
			}),
		),
		exited.then(([code, signal]) => {
			throw new Error([`workerd ended before it listened (${code ?? signal}).`, ...printed].join("\n"));
		}),
	]);
	return { child, exited, port };
}

/**
 * @param {import("node:stream").Readable} stream
 * @param {(line: string) => void} take
 */
function eachLine(stream, take) {
	let rest = "";
	stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) take(line);
	});
}
