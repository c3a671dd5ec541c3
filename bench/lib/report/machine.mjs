import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";

/** What it was measured on, in a line. */
export function machine() {
	const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
	return `${cpus().length} x ${cpus()[0]?.model.trim()}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}; commit ${commit()}`;
}

function commit() {
	try {
		return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
	} catch {
		return "unknown";
	}
}
