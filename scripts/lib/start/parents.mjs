import { execFileSync } from "node:child_process";

const EVERY_MS = 300;

/**
 * Calls `gone` once when the npm that runs this is gone. npm hands a signal to the shell between itself and this program,
 * and that shell keeps it: without this, the program would go on alone and hold the port.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {() => void} gone
 */
export function watchNpm(env, gone) {
	if (env["npm_lifecycle_event"] === undefined) return;
	const parent = process.ppid;
	const npm = behindShell(parent);
	const timer = setInterval(() => {
		if (process.ppid === parent && isRunning(npm)) return;
		clearInterval(timer);
		gone();
	}, EVERY_MS);
	timer.unref();
}

/**
 * The parent of a shell. A parent that is no shell is npm itself, and whoever started that may well be gone already.
 *
 * @param {number} parent
 * @returns {number}
 */
function behindShell(parent) {
	try {
		const said = execFileSync("ps", ["-o", "ppid=,comm=", "-p", String(parent)], { encoding: "utf8", stdio: "pipe" });
		const [, grandparent, command = ""] = /^\s*(\d+)\s+(.*?)\s*$/.exec(said) ?? [];
		return command.endsWith("sh") && Number(grandparent) > 1 ? Number(grandparent) : parent;
	} catch {
		// No such program here, as on Windows.
		return parent;
	}
}

/** @param {number} pid */
function isRunning(pid) {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
