import { FaultError } from "./fault.ts";
import type { FaultCode } from "./faults.ts";
import { LIMITS } from "./limits.ts";

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
 * Parses JSON from outside.
 *
 * @param refuse the fault's code for text that is not JSON, that nests deeper than {@link LIMITS.jsonDepth}, or that
 * has a key named `__proto__` anywhere (nobody needs one, and every later copy of the value would have to mind it).
 * @throws FaultError
 */
export function parseJson(text: string, refuse: FaultCode): Json {
	let value: Json;
	try {
		value = readJson(text);
	} catch {
		throw new FaultError(refuse, "This is not JSON.");
	}
	inspect(value, LIMITS.jsonDepth, refuse);
	return value;
}

function inspect(value: Json, depthLeft: number, refuse: FaultCode): void {
	if (typeof value !== "object" || value === null) return;
	if (depthLeft === 0) throw new FaultError(refuse, `The JSON nests deeper than ${LIMITS.jsonDepth} levels.`);
	if (Object.hasOwn(value, "__proto__")) throw new FaultError(refuse, "A key may not be named __proto__.");
	for (const inner of Object.values(value)) inspect(inner, depthLeft - 1, refuse);
}
