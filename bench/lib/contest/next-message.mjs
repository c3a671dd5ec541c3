/**
 * The next message of a process; fails where the process ends instead.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<any>}
 */
export function nextMessage(child) {
	return new Promise((resolve, reject) => {
		const ended = (/** @type {number | null} */ code) =>
			reject(new Error(`A process of the bench ended early (${code}).`));
		child.once("exit", ended);
		child.once("message", (message) => {
			child.off("exit", ended);
			resolve(message);
		});
	});
}
