import { spawnSync } from "node:child_process";

/**
 * Installs Debian packages, as root or by a sudo that asks nothing. Answers whether it worked.
 *
 * @param {readonly string[]} packages
 */
export function aptInstall(packages) {
	const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
	const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"];
	// Lists that are old, or a source that does not answer, may still do for the packages themselves.
	ran([...apt, "update"]);
	return ran([...apt, "install", "-y", "--no-install-recommends", ...packages]);
}

/** @param {readonly string[]} command */
function ran([program = "", ...args]) {
	console.error(`> ${[program, ...args].join(" ")}`);
	// Its words go to stderr, and there is nobody to answer a question.
	return spawnSync(program, args, { stdio: ["ignore", 2, 2] }).status === 0;
}
