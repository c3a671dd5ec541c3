import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseKeys } from "../../../src/config/keys.ts";

/** @typedef {import("../../../src/config/keys.ts").Key} Key */

/**
 * The key of this machine is printed, ready to paste. One that was given in the environment may be a real one: it goes
 * neither onto the screen nor into the list of processes, and its file goes when this ends.
 *
 * @param {string} keys the value of `PARLOUR_KEYS`
 * @param {"environment" | "file"} keysFrom
 * @param {string} file
 */
export function loginFor(keys, keysFrom, file) {
	const [key] = /** @type {[Key]} */ ([...parseKeys(keys).values()]);
	// Whoever was killed could not take theirs along.
	rmSync(file, { force: true });
	if (keysFrom === "file") {
		const keyNote = `${key.id}, in .dev.vars, which git ignores`;
		return { login: `-u ${quoted(`${key.id}:${key.secret}`)}`, keyNote, forget: () => {} };
	}
	writeLogin(file, key);
	const keyNote = `${key.id}, from PARLOUR_KEYS in the environment`;
	return { login: `-K ${quoted(file)}`, keyNote, forget: () => rmSync(file, { force: true }) };
}

/** @param {string} text */
export function quoted(text) {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Writes a key where curl reads it (`-K`), for a secret that is not to be printed.
 *
 * @param {string} file
 * @param {{ id: string, secret: string }} key
 */
export function writeLogin(file, { id, secret }) {
	const escapes = new Map(Object.entries({ "\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r" }));
	const escaped = `${id}:${secret}`.replaceAll(/[\\"\t\n\r]/g, (character) => escapes.get(character) ?? character);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, `user = "${escaped}"\n`, { mode: 0o600 });
	chmodSync(file, 0o600);
}
