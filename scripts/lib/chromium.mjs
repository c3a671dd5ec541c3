import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC_APPS = [
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The Chromium that tests drive: the one that `PARLOUR_CHROMIUM` names, or one on the `PATH`, or Playwright's own. One
 * that does not start (a stub that wants a snap, a download that lacks its libraries) does not count.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>}
 */
export async function findChromium(env = process.env) {
	const named = env["PARLOUR_CHROMIUM"];
	if (named) {
		if (await starts(named)) return named;
		throw new Error(`PARLOUR_CHROMIUM names ${named}, which does not start.`);
	}
	for (const path of candidates(env)) if (isExecutable(path) && (await starts(path))) return path;
	return undefined;
}

/**
 * The same for tests, which must not be skipped where it is missing.
 *
 * @returns {Promise<string>}
 */
export async function chromiumPath() {
	const path = await findChromium();
	if (path === undefined) throw new Error("Chromium is missing: run `node scripts/ensure-chromium.mjs`.");
	return path;
}

/** What headless Chromium needs in containers and on machines without a network. */
export const CHROMIUM_FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** @param {NodeJS.ProcessEnv} env */
function candidates(env) {
	const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
	const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
	return [...onPath, ...MAC_APPS, chromium.executablePath()];
}

/** @param {string} path */
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
async function starts(path) {
	return new Promise((resolve) => {
		execFile(path, ["--version"], { timeout: 20_000 }, (error, stdout) => resolve(error === null && stdout !== ""));
	});
}
