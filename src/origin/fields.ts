import { assertKnown, Mismatch } from "../protocol/decode.ts";
import { OriginError } from "./errors.ts";

/** The names of the fields that a type has; the compiler holds the two alike. */
export type Fields<T> = { readonly [K in keyof Required<T>]: true };

/**
 * Refuses what a caller hands over with a field of another name than these, since JSON would carry it to nowhere.
 *
 * @param at what the value is, for the message
 * @throws OriginError `bad_request` that names the field, and the one that was probably meant
 */
export function checkFields<T extends object>(value: T, fields: Fields<T>, at: string): void {
	// Callers without a compiler hand over anything.
	const given: unknown = value;
	if (typeof given !== "object" || given === null || Array.isArray(given))
		throw new OriginError("bad_request", `${at} must be an object with ${Object.keys(fields).join(", ")}.`);
	try {
		assertKnown(given, Object.keys(fields), at);
	} catch (thrown) {
		if (thrown instanceof Mismatch) throw new OriginError("bad_request", thrown.message);
		throw thrown;
	}
}
