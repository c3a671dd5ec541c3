import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { cpuMs, machineBusyMs } from "./cpu.mjs";
import { startWorker } from "./worker.mjs";

const script = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/**
 * Runs one plan against a fresh Worker, with a load generator in a process of its own.
 *
 * @param {import("./load.mjs").Plan} plan
 */
export async function measure(plan) {
	const worker = await startWorker();
	try {
		const load = fork(script("load.mjs"), { stdio: "inherit" });
		load.send({ target: worker.target, plan, warmUp: true });
		await message(load);
		const before = { server: cpuMs(worker.pid), machine: machineBusyMs() };
		load.send({ go: true });
		const { result } = await message(load);
		const server = cpuMs(worker.pid) - before.server;
		const others = Math.max(0, machineBusyMs() - before.machine - server - result.ownCpuMs);
		return {
			...plan,
			...result,
			serverCpuMs: server,
			microsecondsPerDelivery: (server * 1000) / result.deliveries,
			deliveriesPerSecond: (result.deliveries * 1000) / result.ms,
			notifiesPerSecond: (result.accepted * 1000) / result.answeredMs,
			serverLoad: server / result.ms,
			generatorLoad: result.ownCpuMs / result.ms,
			othersLoad: others / result.ms,
		};
	} finally {
		await worker.stop();
	}
}

/**
 * How many frames a second the load generator itself can take.
 *
 * @param {number} subscribers
 */
export async function measureGenerator(subscribers) {
	const blaster = fork(script("blaster.mjs"));
	const { port } = await message(blaster);
	const target = { port, socketPath: "/", notifyPath: "/", authorization: "", hash: "" };
	const { Load } = await import("./load.mjs");
	const load = new Load(target);
	await load.subscribe(subscribers);
	const rate = await load.takeFor(2000);
	blaster.kill("SIGKILL");
	return rate;
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<any>}
 */
async function message(child) {
	const ended = once(child, "exit").then(([code]) => {
		throw new Error(`A process of the bench ended early (${code}).`);
	});
	const [value] = await Promise.race([once(child, "message"), ended]);
	ended.catch(() => {});
	return value;
}
