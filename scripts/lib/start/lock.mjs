import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes this the one process that uses a folder, until it ends; two would write into each other's logs. A socket and not
 * a file with a number in it: the system takes it away with the process, however that ends.
 *
 * @param {string} folder made where it is missing
 * @returns {Promise<void>}
 */
export async function lock(folder) {
	mkdirSync(folder, { recursive: true });
	const name = `parlour-${createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32)}`;
	const path = pathOf(name);
	if (await hold(path)) return;
	const holder = await ask(path);
	// On systems whose sockets are files, one that nobody answers on was left by a process that was killed.
	if (holder === undefined && path.startsWith("/")) rmSync(path, { force: true });
	if (holder === undefined && (await hold(path))) return;
	throw new Error(
		`${folder} is in use by another Parlour${holder ? ` (process ${holder})` : ""}. Stop that one, or give this one ` +
			"a folder of its own: PARLOUR_STATE=/some/folder npm start",
	);
}

/** @param {string} name */
function pathOf(name) {
	if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
	// Linux has names for sockets that are no files (unix(7), "abstract").
	return process.platform === "linux" ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/**
 * @param {string} path
 * @returns {Promise<boolean>} whether the lock is this process's now
 */
async function hold(path) {
	const server = createServer((socket) => socket.on("error", () => {}).end(String(process.pid)));
	server.unref();
	return new Promise((resolve, reject) => {
		server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
			if (error.code === "EADDRINUSE") resolve(false);
			else reject(error);
		});
		server.listen(path, () => resolve(true));
	});
}

/**
 * @param {string} path
 * @returns {Promise<string | undefined>} the number of the process that has the lock
 */
async function ask(path) {
	return new Promise((resolve) => {
		const socket = connect(path);
		socket.setTimeout(1_000, () => socket.destroy());
		socket.once("data", (data) => resolve(data.toString()));
		socket.once("error", () => resolve(undefined));
		socket.once("close", () => resolve(undefined));
	});
}
