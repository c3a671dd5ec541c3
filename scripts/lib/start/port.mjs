import { createServer } from "node:net";

const DEFAULT_PORT = 8787;

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
 * Fails where the port is taken: the runtime would say so too, but in its own words.
 *
 * @param {string} host
 * @param {number} port
 * @returns {Promise<void>}
 */
export async function ensureFree(host, port) {
	const server = createServer();
	await new Promise((resolve, reject) => {
		server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => reject(new Error(said(error, host, port))));
		server.listen({ host, port, exclusive: true }, () => server.close(resolve));
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
