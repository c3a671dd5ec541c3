import { startBlaster } from "../../contestants/generator/adapter.mjs";
import { GeneratorProcess } from "./generator-process.mjs";

/**
 * What the load generator takes from a server that does nothing but write, with so many messages in each frame.
 *
 * @param {number} subscribers
 * @param {number} messages
 */
export async function measureLimit(subscribers, messages) {
	const server = await startBlaster(messages);
	const generator = new GeneratorProcess(server.pids);
	try {
		await generator.ask("aim", { target: server.target, batch: 1 });
		await generator.ask("subscribe", { count: subscribers });
		return await generator.measure("absorb", { seconds: 1.5 });
	} finally {
		generator.stop();
		await server.stop();
	}
}
