import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findChromium } from "./lib/chromium.mjs";
import { ROOT } from "./lib/run.mjs";

// The browser tests are never skipped: where Chromium is missing it is installed, and where that fails so does this.
// Prints the path of the browser.

const HOW = `Chromium is missing and could not be installed. Install it in one of these ways, then run this again:
  Debian           apt-get install chromium
  Fedora, Arch     dnf install chromium, pacman -S chromium
  macOS            brew install --cask chromium
  anywhere else    npx playwright-core install --with-deps chromium
or set PARLOUR_CHROMIUM to the path of a Chromium or Chrome that is installed already.`;

try {
	const path = (await findChromium()) ?? (await installed(installPackage)) ?? (await installed(download));
	if (path === undefined) throw new Error(HOW);
	console.log(path);
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}

/** @param {() => boolean} install */
async function installed(install) {
	return install() ? findChromium() : undefined;
}

/** Debian's package, which brings its libraries along. Ubuntu's package of that name only points to a snap. */
function installPackage() {
	const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
	if (!/^ID=debian$|^ID_LIKE="?debian"?$/m.test(release)) return false;
	const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
	const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"];
	// Lists that are old, or a source that does not answer, may still do for the package itself.
	ran([...apt, "update"]);
	return ran([...apt, "install", "-y", "--no-install-recommends", "chromium"]);
}

function download() {
	return ran([process.execPath, `${ROOT}node_modules/playwright-core/cli.js`, "install", "chromium"]);
}

/** @param {readonly string[]} command */
function ran([program = "", ...args]) {
	console.error(`> ${[program, ...args].join(" ")}`);
	// Its words go to stderr: stdout is for the path. There is nobody to answer a question.
	return spawnSync(program, args, { stdio: ["ignore", 2, 2] }).status === 0;
}
