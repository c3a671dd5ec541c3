import { startNodeServer } from "../../lib/contest/node-server.mjs";

/**
 * Servers that do nothing but write, to find how much the load generator can take.
 *
 * @param {number} messages how many stand in one frame; one frame is one write
 */
export async function startBlaster(messages) {
	const target = { socketPath: "/", publishPath: "/" };
	return startNodeServer(new URL("server.mjs", import.meta.url), target, [String(messages)]);
}
