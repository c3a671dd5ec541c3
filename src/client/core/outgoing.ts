import { type Json, readJson } from "../../protocol/json.ts";
import { JSON_DEPTH } from "../../protocol/limits.ts";
import { ParlourError } from "./errors.ts";
import { isWellFormed } from "../../protocol/utf8.ts";

/**
 * What can be sent: anything that `JSON.stringify` can write, interfaces and classes included. The rest is refused when it
 * is handed in.
 */
export type JsonInput = string | number | boolean | null | object;

/** Data as it was when it was handed in. */
export interface Outgoing {
	readonly data: Json;
	/** Its size as JSON, in UTF-8 bytes. */
	readonly bytes: number;
}

/**
 * Copies data at the moment of the call, so that later changes to it are not sent.
 *
 * @throws ParlourError `bad_frame` for what JSON cannot carry, for data that nests too deep, and for a key `__proto__`
 */
export function outgoing(value: unknown): Outgoing {
	const text = textOf(value);
	const data = readJson(text);
	inspect(data, JSON_DEPTH);
	return { data, bytes: bytesOf(text) };
}

/**
 * Returns a text of 1 to `max` bytes, such as the name of an event.
 *
 * @throws ParlourError `bad_frame`
 */
export function outgoingText(what: string, value: unknown, max: number): string {
	if (typeof value === "string" && value !== "" && isWellFormed(value) && bytesOf(value) <= max) return value;
	return refuse(`${what} must be a text of 1 to ${max} bytes`);
}

/**
 * Returns where a log must stand for a conditional publish.
 *
 * @throws ParlourError `bad_cursor` for what is no position: the condition would not be kept
 */
export function expectedHead(value: unknown): string | number {
	if (typeof value === "string" && value !== "") return value;
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
	throw new ParlourError(
		"bad_cursor",
		`expectHead must be a cursor or a number, and is ${String(value)}; a channel has no cursor before its first welcome.`,
	);
}

function bytesOf(text: string): number {
	return new Blob([text]).size;
}

function textOf(value: unknown): string {
	let text: string | undefined;
	try {
		text = JSON.stringify(value, refuseUnwritable);
	} catch (thrown) {
		if (thrown instanceof ParlourError) throw thrown;
		return refuse("The data cannot be written as JSON", thrown);
	}
	// Data that is missing is `null`. Functions and symbols are missing to `JSON.stringify`, too, and nobody means that.
	return text ?? (value === undefined ? "null" : refuse(`A ${typeof value} cannot be written as JSON`));
}

/** `JSON.stringify` writes numbers that are not finite as `null`. */
function refuseUnwritable(_key: string, value: unknown): unknown {
	return typeof value === "number" && !Number.isFinite(value) ? refuse(`${value} cannot be written as JSON`) : value;
}

/** From here on `JSON.stringify` writes a number with an exponent. */
const EXPONENT = 1e21;

/** Refuses what a room would refuse (FRAME5, FRAME13 to FRAME15). */
function inspect(value: Json, depthLeft: number): void {
	if (typeof value === "string") assertWellFormed(value);
	if (
		typeof value === "number" &&
		Number.isInteger(value) &&
		!Number.isSafeInteger(value) &&
		Math.abs(value) < EXPONENT
	)
		refuse("An integer is beyond 2^53 and would lose digits; send it as a text");
	if (typeof value !== "object" || value === null) return;
	if (depthLeft === 0) refuse(`The data nests deeper than ${JSON_DEPTH} levels`);
	if (Object.hasOwn(value, "__proto__")) refuse("A key may not be named __proto__");
	for (const [key, inner] of Object.entries(value)) {
		assertWellFormed(key);
		inspect(inner, depthLeft - 1);
	}
}

function assertWellFormed(text: string): void {
	if (!isWellFormed(text)) refuse("A text has half of a surrogate pair, such as half an emoji");
}

function refuse(message: string, cause?: unknown): never {
	throw new ParlourError("bad_frame", `${message}.`, { cause });
}
