import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { aptInstall } from "./lib/apt.mjs";
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
	return aptInstall(["chromium"]);
}

function download() {
	const cli = `${ROOT}node_modules/playwright-core/cli.js`;
	console.error("> playwright-core install chromium");
	// Its words go to stderr: stdout is for the path. There is nobody to answer a question.
	return spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: ["ignore", 2, 2] }).status === 0;
}
