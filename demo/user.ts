import { encodeBase64url } from "../src/protocol/base64url.ts";
import { maybe, object, text } from "../src/protocol/decode.ts";
import { FaultError } from "../src/protocol/fault.ts";
import { LIMITS } from "../src/protocol/limits.ts";
import { utf8 } from "../src/protocol/utf8.ts";

/** A random text of a visitor's own, that makes them the same user the next time. */
export const visitor = maybe(text(64, 16));

/** What a visitor sends of themselves. */
export const userBody = object({ name: text(LIMITS.userNameBytes, 1), visitor });

const NAME_CHARACTERS = 40;
// What breaks lines or turns the direction of the text around it.
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** @throws FaultError `bad_request` */
export function checkedName(given: string): string {
	const name = given.trim().replace(/ +/g, " ");
	if (name === "" || name.length > NAME_CHARACTERS || UNWANTED.test(name))
		throw new FaultError("bad_request", `A name has 1 to ${NAME_CHARACTERS} characters, on one line.`);
	return name;
}

/** A digest, so that nobody who sees a user's id in the room can become that user. */
export async function userId(given: string = crypto.randomUUID()): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", utf8(`parlour.demo\n${given}`));
	return encodeBase64url(new Uint8Array(digest, 0, 12));
}
