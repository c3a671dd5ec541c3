import { readJson } from "../../protocol/json.ts";
import { json, read, text } from "../../protocol/shape.ts";
import { author } from "../../protocol/user.ts";
import type { Caller } from "./access.ts";
import type { Intent } from "./commit.ts";
import type { Encoded } from "./encode.ts";

const MEMBER = "u";
const GUEST = "g";

/**
 * Returns whose an idempotency id is: the user's, or the origin's (`undefined`). A guest has no name that outlives a
 * connection, so that a guest's id is known by what is said under it: a repetition says the same, on whatever connection.
 *
 * @param said the message's name and its data, as JSON
 */
export function idOwner(caller: Caller, said: string): string | undefined {
	if (caller.kind === "origin") return undefined;
	return caller.kind === "member" ? MEMBER + caller.user.id : GUEST + fingerprint(said);
}

/**
 * Returns whether a message is a repetition of the one that was stored under its owner's id. A fingerprint can be forged
 * by somebody who knows the message, so that a guest's is compared as long as it is there.
 */
export function isRepeated({ owner, message: { name }, data }: Intent, frame: Encoded | undefined): boolean {
	if (owner?.startsWith(GUEST) !== true || frame === undefined) return true;
	const stored = eventIn(frame);
	return stored.name === name && JSON.stringify(stored.data) === data;
}

const event = { name: text, data: json, "from?": author } as const;

/** Reads what of a stored event tells messages apart. */
export function eventIn(frame: Encoded) {
	return read(event, readJson(frame));
}

/** Returns 64 bits of a text as hexadecimal digits: FNV-1a (draft-eastlake-fnv), from two ends, over UTF-16 units. */
function fingerprint(given: string): string {
	let [forth, back] = [OFFSET, OFFSET];
	for (let at = 0; at < given.length; at++) {
		forth = Math.imul(forth ^ given.charCodeAt(at), PRIME);
		back = Math.imul(back ^ given.charCodeAt(given.length - 1 - at), PRIME);
	}
	return [forth, back].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
