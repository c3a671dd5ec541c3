import { FaultError } from "./fault.ts";
import type { FaultCode } from "./faults.ts";
import { LIMITS } from "./limits.ts";
import { isWellFormed } from "./utf8.ts";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Parses JSON that a trusted side wrote and inspected.
 *
 * @throws SyntaxError
 */
export function readJson(text: string): Json {
	// The one place where parsed text gets a type: JSON.parse yields JSON and nothing else.
	return JSON.parse(text) as Json;
}

/**
 * Parses JSON from outside. All doors use it: frames, bodies, tickets and the answers of an origin.
 *
 * @param refuse the fault's code for text that is not JSON; that nests deeper than `depth`; that has a key named
 * `__proto__` (nobody needs one, and every later copy of the value would have to mind it); that has half of a surrogate
 * pair in a text or a key (it has no UTF-8 form, and a strict parser refuses the whole document for it); or that has an
 * integer that a number cannot hold (its last digits would change on the way).
 * @param depth how many objects and arrays may stand inside each other; by default a value of {@link LIMITS.jsonDepth}
 * and the envelope around it
 * @throws FaultError
 */
export function parseJson(text: string, refuse: FaultCode, depth = LIMITS.jsonDepth + LIMITS.envelopeDepth): Json {
	let value: Json;
	try {
		value = readJson(text);
	} catch {
		throw new FaultError(refuse, "This is not JSON.");
	}
	inspect(value, depth, { text, refuse, depth });
	return value;
}

interface Inspected {
	readonly text: string;
	readonly refuse: FaultCode;
	readonly depth: number;
}

function inspect(value: Json, depthLeft: number, about: Inspected): void {
	if (typeof value === "string") assertWellFormed(value, about);
	else if (typeof value === "number") assertExact(value, about);
	else if (typeof value === "object" && value !== null) inspectInside(value, depthLeft, about);
}

function inspectInside(
	value: readonly Json[] | { readonly [key: string]: Json },
	depthLeft: number,
	about: Inspected,
): void {
	const { refuse, depth } = about;
	if (depthLeft === 0) throw new FaultError(refuse, `The JSON nests deeper than ${depth} levels.`);
	if (Object.hasOwn(value, "__proto__")) throw new FaultError(refuse, "A key may not be named __proto__.");
	if (!isList(value)) for (const key of Object.keys(value)) assertWellFormed(key, about);
	for (const inner of Object.values<Json>(value)) inspect(inner, depthLeft - 1, about);
}

function assertWellFormed(text: string, { refuse }: Inspected): void {
	if (!isWellFormed(text))
		throw new FaultError(
			refuse,
			"A text has half of a surrogate pair (a lone \\uD800 to \\uDFFF), such as half an emoji.",
		);
}

/** An integer of so many digits in the text itself: `1e300` is meant as the number that it is. */
const LONG_INTEGER = /(?:^|[\s:,[])-?\d{16,}(?=[\s,\]}]|$)/;

function assertExact(number: number, { text, refuse }: Inspected): void {
	if (Number.isInteger(number) && !Number.isSafeInteger(number) && LONG_INTEGER.test(text))
		throw new FaultError(refuse, "An integer is beyond 2^53 and would lose digits; send it as a text.");
}

/** Whether no more than `max` objects and arrays stand inside each other in a value. */
export function fitsDepth(value: Json, max: number): boolean {
	if (typeof value !== "object" || value === null) return true;
	return max > 0 && Object.values(value).every((inner: Json) => fitsDepth(inner, max - 1));
}

/** Half of a surrogate pair, as `JSON.stringify` writes it; also found in harmless text, so that it is only a first look. */
const ESCAPED_SURROGATE = /\\ud[89a-f]/;

/**
 * Encodes own data for a receiver whose parser may be strict: half of a surrogate pair becomes U+FFFD. For data that was
 * stored before it was refused at the door.
 */
export function stringifyWellFormed(value: Json): string {
	const text = JSON.stringify(value);
	return ESCAPED_SURROGATE.test(text) ? JSON.stringify(wellFormed(value)) : text;
}

function wellFormed(value: Json): Json {
	if (typeof value === "string") return value.toWellFormed();
	if (typeof value !== "object" || value === null) return value;
	if (isList(value)) return value.map(wellFormed);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]));
}

/** `Array.isArray` does not narrow lists that are only read. */
function isList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}
