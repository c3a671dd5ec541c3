import { spawnSync } from "node:child_process";

/**
 * A language that one of the SDKs is written in.
 *
 * @typedef {object} Language
 * @property {string} name
 * @property {string} program
 * @property {readonly string[]} probe arguments of a run that ends well only where all that the SDK's tests need is there
 * @property {string} needs what that is
 * @property {readonly string[]} packages Debian's packages of it
 */

/** @type {readonly Language[]} */
export const LANGUAGES = [
	{
		name: "PHP",
		program: "php",
		probe: ["-r", "exit(PHP_VERSION_ID >= 80100 && extension_loaded('json') && extension_loaded('curl') ? 0 : 1);"],
		needs: "8.1 or newer with the curl extension",
		packages: ["php-cli", "php-curl"],
	},
	{
		name: "Python",
		program: "python3",
		probe: ["-c", "import sys, ssl; sys.exit(sys.version_info < (3, 9))"],
		needs: "3.9 or newer",
		packages: ["python3"],
	},
];

/**
 * Whether a language is there, in a version that does.
 *
 * @param {Language} language
 */
export function isThere({ program, probe }) {
	return spawnSync(program, probe, { stdio: "ignore" }).status === 0;
}
