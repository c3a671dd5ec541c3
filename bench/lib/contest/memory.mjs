import { readFileSync } from "node:fs";

/**
 * What processes hold in memory, in KiB (`VmRSS`).
 *
 * @param {readonly number[]} pids
 */
export function residentKiB(pids) {
	return pids.reduce((sum, pid) => {
		const [, kib = "0"] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
		return sum + Number(kib);
	}, 0);
}
