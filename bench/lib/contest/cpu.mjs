import { readdirSync, readFileSync } from "node:fs";

/**
 * The CPU time that all threads of a process have taken, in milliseconds, by the scheduler's own count (`schedstat`),
 * which is finer than the ticks of `stat`.
 *
 * @param {number} pid
 */
export function cpuMs(pid) {
	let nanoseconds = 0;
	for (const task of readdirSync(`/proc/${pid}/task`))
		nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
	return nanoseconds / 1e6;
}

/** What all processes of the machine have taken, in milliseconds: tells whether somebody else was busy. */
export function machineBusyMs() {
	const [, ...ticks] = readFileSync("/proc/stat", "utf8").split("\n")[0]?.split(/ +/) ?? [];
	const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = ticks.map(Number);
	return (user + nice + system + irq + softirq) * 10;
}
