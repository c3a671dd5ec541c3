import { CHAT_LIMITS } from "../protocol/chat/limits.ts";

/** What no file name holds: control characters, what separates folders, and what turns the direction of a line. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}/\\\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const NAMELESS = "file";

/**
 * The name that a file is kept and shown under: one that cannot leave its folder, hide its ending by turning the direction
 * of writing, or break a header. A name that is too long is cut before its ending.
 */
export function fileName(given: string): string {
	const plain = given.toWellFormed().normalize("NFC").replaceAll(UNSAFE, "").trim().replace(/^\.+/, "").trim();
	return plain === "" ? NAMELESS : shortened(plain, CHAT_LIMITS.fileNameChars);
}

function shortened(name: string, max: number): string {
	const characters = Array.from(name);
	if (characters.length <= max) return name;
	const ending = Array.from(/\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "");
	return [...characters.slice(0, max - ending.length), ...ending].join("");
}
