import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ROOM } from "../../../demo/room.ts";

/**
 * What to do next: the page, and a command that pushes into the room that the page shows.
 *
 * @param {object} options
 * @param {string} options.url
 * @param {string} options.storage
 * @param {string} options.login curl's options that authenticate
 * @param {string} options.keyNote where the key came from
 * @returns {string}
 */
export function greeting({ url, storage, login, keyNote }) {
	const body = JSON.stringify({ messages: [{ channel: ROOM, name: "message", data: { text: "Hello from curl" } }] });
	return `
  Parlour is running at ${url}

  Talk   Open ${url}/ in two tabs or two browsers.
  Push   Paste this into another terminal; it appears in the room:

curl ${login} -H 'Content-Type: application/json' -d ${quoted(body)} ${url}/v1/notify

  Key    ${keyNote}
  Data   ${storage}
  Stop   Ctrl-C
`;
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
