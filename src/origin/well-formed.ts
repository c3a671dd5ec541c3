import { type Json, readJson } from "../protocol/json.ts";

/**
 * Parses JSON that a deployment sent. Half of a surrogate pair, which a page can send, becomes U+FFFD: a site could not
 * write it to a database or a file.
 *
 * @throws SyntaxError
 */
export function readWellFormed(text: string): Json {
	const value = readJson(text);
	// UTF-8 has no halves, so that one can only stand there escaped.
	return /\\u[dD]/.test(text) ? wellFormed(value) : value;
}

function wellFormed(value: Json): Json {
	if (typeof value === "string") return value.toWellFormed();
	if (typeof value !== "object" || value === null) return value;
	if (isList(value)) return value.map(wellFormed);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]));
}

// Array.isArray does not narrow a readonly array.
function isList(value: object): value is readonly Json[] {
	return Array.isArray(value);
}
