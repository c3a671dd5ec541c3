import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nextMessage } from "./next-message.mjs";

/**
 * Runs a server in a Node process of its own; it sends its port when it listens.
 *
 * @param {URL} script
 * @param {Omit<import("../contestant.mjs").Target, "port">} target
 * @param {readonly string[]} [args]
 * @returns {Promise<import("../contestant.mjs").Running>}
 */
export async function startNodeServer(script, target, args = []) {
	const child = fork(fileURLToPath(script), args);
	const exited = once(child, "exit");
	const { port } = await nextMessage(child);
	return {
		target: { ...target, port },
		pids: () => [child.pid ?? 0],
		async stop() {
			child.kill("SIGKILL");
			await exited;
		},
	};
}
