import { ROOM } from "../../../demo/room.ts";
import { quoted } from "./login.mjs";

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
  School Open ${url}/school: a pretend site of several pages, with the chat on each.
  Test   Open ${url}/test to send a burst and count what arrives.
  Push   Paste this into another terminal; it appears in the room:

curl ${login} -H 'Content-Type: application/json' -d ${quoted(body)} ${url}/v1/notify

  Key    ${keyNote}
  Data   ${storage}
  Stop   Ctrl-C
`;
}
