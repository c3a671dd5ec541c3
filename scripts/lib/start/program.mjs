import { setTimeout } from "node:timers/promises";
import { watchNpm } from "./parents.mjs";

/**
 * @typedef {object} Started
 * @property {import("../workerd.mjs").Running} running
 * @property {() => void} [cleanUp] runs when it is asked to stop
 */

/**
 * The frame of a program that runs the Worker until it is told to stop: by a signal, or by the end of the npm that ran it.
 * What keeps it from starting is said in one line.
 *
 * @param {() => Promise<Started>} begin
 * @returns {Promise<void>}
 */
export async function program(begin) {
	/** @type {(() => Promise<void>) | undefined} */
	let stop;
	const end = () => void Promise.resolve(stop?.()).then(() => process.exit(0));
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
	watchNpm(process.env, end);
	try {
		stop = stopOf(await begin());
	} catch (error) {
		console.error(`\n  Parlour did not start. ${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	}
}

/**
 * @param {Started} started
 * @returns {() => Promise<void>}
 */
function stopOf({ running, cleanUp }) {
	let stopping = false;
	void running.exited.then(async () => {
		// A terminal's Ctrl-C reaches the runtime too, and may be quicker there.
		await setTimeout(100);
		if (stopping) return;
		console.error("\n  The runtime ended unexpectedly.\n");
		process.exit(1);
	});
	return async () => {
		// Asked a second time, it does not wait.
		if (stopping) return running.kill();
		stopping = true;
		cleanUp?.();
		await running.stop();
	};
}
