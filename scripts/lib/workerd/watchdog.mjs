import { spawn } from "node:child_process";

/**
 * Kills a process when this one ends in whatever way, SIGKILL included: nothing that runs in here could do that. A shell
 * waits for the end of a pipe that the system closes with this process. It has a group of its own, so that what kills
 * all of this one's group leaves it to do its work.
 *
 * @param {number} pid
 * @returns {() => void} calls it off: the process has ended, and its number may become another's
 */
export function watchOver(pid) {
	const dog = spawn("sh", ["-c", `read -r _ || kill -9 ${pid}`], {
		detached: true,
		stdio: ["pipe", "ignore", "ignore"],
	});
	// Where there is no shell, as on Windows, the exit handler of the spawning side has to do.
	dog.on("error", () => {});
	const pipe = /** @type {import("node:net").Socket} */ (dog.stdin);
	pipe.on("error", () => {});
	dog.unref();
	pipe.unref();
	return () => void pipe.end("done\n");
}
