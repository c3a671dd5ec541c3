import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

const DEFAULT_PORT = 8787;
/** How long a taken port may take to become free. */
const GIVEN_UP_MS = 1_500;
const TRY_EVERY_MS = 50;

/**
 * @param {string | undefined} text the value of `PORT`; `0` lets the system choose
 * @returns {number}
 */
export function readPort(text) {
	if (text === undefined || text === "") return DEFAULT_PORT;
	const port = Number(text);
	if (!/^[0-9]{1,5}$/.test(text) || port > 65_535)
		throw new Error(`PORT must be a number from 0 to 65535, not "${text}".`);
	return port;
}

/**
 * The port to listen on: the given one, or for 0 one that the system chooses. Fails where it is taken: the runtime would
 * say so too, but in its own words.
 *
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>}
 */
export async function freePort(host, port) {
	const end = performance.now() + GIVEN_UP_MS;
	for (;;) {
		const found = await tryPort(host, port);
		if (typeof found === "number") return found;
		// A runtime whose start was killed a moment ago may not be gone yet.
		if (found.code !== "EADDRINUSE" || performance.now() > end) throw new Error(said(found, host, port));
		await setTimeout(TRY_EVERY_MS);
	}
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number | NodeJS.ErrnoException>} the port, or why it cannot be had
 */
async function tryPort(host, port) {
	const server = createServer();
	return new Promise((resolve) => {
		server.once("error", resolve);
		server.listen({ host, port, exclusive: true }, () => {
			const address = /** @type {import("node:net").AddressInfo} */ (server.address());
			server.close(() => resolve(address.port));
		});
	});
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {string} host
 * @param {number} port
 */
function said(error, host, port) {
	if (error.code === "EADDRINUSE")
		return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`;
	if (error.code === "EACCES") return `Port ${port} needs more rights than this program has. Choose one above 1023.`;
	return `Cannot listen on ${host}:${port} (${error.code}).`;
}
