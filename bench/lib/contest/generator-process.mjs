import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cpuMs, machineBusyMs } from "./cpu.mjs";
import { nextMessage } from "./next-message.mjs";

/** The load generator in a process of its own, aimed at one contestant, and what each order cost whom. */
export class GeneratorProcess {
	#child = fork(fileURLToPath(new URL("../../load.mjs", import.meta.url)), { stdio: "inherit" });
	#pids;
	/** Deliveries that were missed, in all runs together. */
	lost = 0;

	/** @param {() => readonly number[]} pids the contestant's processes */
	constructor(pids) {
		this.#pids = pids;
	}

	/**
	 * @param {string} order
	 * @param {object} plan
	 * @returns {Promise<any>}
	 */
	async ask(order, plan) {
		this.#child.send({ do: order, ...plan });
		const { result, failed } = await nextMessage(this.#child);
		if (failed !== undefined) throw new Error(failed);
		return result;
	}

	/**
	 * @param {string} order
	 * @param {object} plan
	 */
	async measure(order, plan) {
		const pids = this.#pids();
		const server = () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
		const before = { server: server(), machine: machineBusyMs() };
		const result = await this.ask(order, plan);
		this.lost += result.lost ?? 0;
		const serverMs = server() - before.server;
		const others = Math.max(0, machineBusyMs() - before.machine - serverMs - result.ownCpuMs);
		return {
			...result,
			deliveriesPerSecond: (result.deliveries * 1000) / result.ms,
			publishesPerSecond: (result.accepted * 1000) / result.ms,
			microsecondsPerDelivery: (serverMs * 1000) / result.deliveries,
			serverLoad: serverMs / result.ms,
			generatorLoad: result.ownCpuMs / result.ms,
			othersLoad: others / result.ms,
		};
	}

	stop() {
		this.#child.kill("SIGKILL");
	}
}
