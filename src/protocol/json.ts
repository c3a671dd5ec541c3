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
	const value = parseText(text, refuse);
	inspect(value, depth, { text, refuse, depth, unfit: refuseWith(refuse) });
	return value;
}

/** JSON from outside with a list of entries, each of which may have a fault of its own. */
export interface ParsedEntries {
	readonly value: Json;
	/** The faults of entries, by their place in the list. */
	readonly faults: ReadonlyMap<number, FaultError>;
}

/**
 * Parses JSON from outside whose entries in the list `field` do not depend on each other. A text or a number that
 * {@link parseJson} refuses is the fault of the entry that it stands in; anything else is refused as a whole.
 *
 * @throws FaultError
 */
export function parseEntries(text: string, refuse: FaultCode, field: string): ParsedEntries {
	const value = parseText(text, refuse);
	const depth = LIMITS.jsonDepth + LIMITS.envelopeDepth;
	const faults = new Map<number, FaultError>();
	const whole: Inspected = { text, refuse, depth, unfit: refuseWith(refuse) };
	const list = isFields(value) ? value[field] : undefined;
	if (!isFields(value) || list === undefined || !isList(list)) {
		inspect(value, depth, whole);
		return { value, faults };
	}
	inspect(withoutList(value, field), depth, whole);
	let at = 0;
	const unfit = (message: string): void => {
		if (!faults.has(at)) faults.set(at, new FaultError(refuse, message));
	};
	const each: Inspected = { ...whole, unfit };
	for (; at < list.length; at++) inspect(list[at] ?? null, depth - 2, each);
	return { value, faults };
}

/** The envelope of a list: an own `__proto__` must stay one, which spreading does, and assigning does not. */
function withoutList(value: { readonly [key: string]: Json }, field: string): Json {
	return { ...value, [field]: null };
}

function parseText(text: string, refuse: FaultCode): Json {
	try {
		return readJson(text);
	} catch {
		throw new FaultError(refuse, "This is not JSON.");
	}
}

interface Inspected {
	readonly text: string;
	readonly refuse: FaultCode;
	readonly depth: number;
	/** Takes what is wrong with a text or a number. */
	readonly unfit: (message: string) => void;
	/** The integers of the text that a number may not hold; looked for once, and only where one is met. */
	long?: ReadonlySet<number>;
}

function refuseWith(refuse: FaultCode): (message: string) => never {
	return (message) => {
		throw new FaultError(refuse, message);
	};
}

function inspect(value: Json, depthLeft: number, about: Inspected): void {
	if (typeof value === "string") inspectText(value, about);
	else if (typeof value === "number") inspectNumber(value, about);
	else if (typeof value === "object" && value !== null) inspectInside(value, depthLeft, about);
}

const PROTO = "A key may not be named __proto__.";

function inspectInside(
	value: readonly Json[] | { readonly [key: string]: Json },
	depthLeft: number,
	about: Inspected,
): void {
	const { refuse, depth } = about;
	if (depthLeft === 0) throw new FaultError(refuse, `The JSON nests deeper than ${depth} levels.`);
	if (Object.hasOwn(value, "__proto__")) throw new FaultError(refuse, PROTO);
	if (!isList(value)) for (const key of Object.keys(value)) inspectText(key, about);
	for (const inner of Object.values<Json>(value)) inspect(inner, depthLeft - 1, about);
}

function inspectText(text: string, { unfit }: Inspected): void {
	if (!isWellFormed(text))
		unfit("A text has half of a surrogate pair (a lone \\uD800 to \\uDFFF), such as half an emoji.");
}

/** An integer of so many digits in the text itself: `1e300` is meant as the number that it is. */
const LONG_INTEGER = /(?:^|[\s:,[])(-?\d{16,})(?=[\s,\]}]|$)/g;

function inspectNumber(number: number, about: Inspected): void {
	if (!Number.isInteger(number) || Number.isSafeInteger(number)) return;
	about.long ??= new Set(Array.from(about.text.matchAll(LONG_INTEGER), ([, digits]) => Number(digits)));
	if (about.long.has(number)) about.unfit("An integer is beyond 2^53 and would lose digits; send it as a text.");
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

function isFields(value: Json): value is { readonly [key: string]: Json } {
	return typeof value === "object" && value !== null && !isList(value);
}

/** `Array.isArray` does not narrow lists that are only read. */
function isList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}
