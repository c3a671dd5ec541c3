import { FaultError } from "./fault.ts";
import type { FaultCode } from "./faults.ts";
import { fitsDepth, type Json } from "./json.ts";
import { LIMITS } from "./limits.ts";
import { fitsUtf8 } from "./utf8.ts";

/** Turns JSON into a typed value, or throws a {@link Mismatch}. `at` is where the value stands, for the message. */
export type Decoder<T> = (value: Json | undefined, at: string) => T;

/** A value was not what its decoder wants. */
export class Mismatch extends Error {}

function mismatch(at: string, wanted: string): never {
	throw new Mismatch(`${at} must be ${wanted}.`);
}

/** Any JSON that nests no deeper than {@link LIMITS.jsonDepth}, counted from itself; where it is missing, `null`. */
export const json: Decoder<Json> = (value = null, at) =>
	fitsDepth(value, LIMITS.jsonDepth) ? value : mismatch(at, `no deeper than ${LIMITS.jsonDepth} levels`);

/** A text of at least `min` and at most `max` UTF-8 bytes. Lone surrogates are refused: they have no bytes. */
export function text(max: number, min = 0): Decoder<string> {
	return (value, at) => {
		if (typeof value !== "string" || !value.isWellFormed()) mismatch(at, "a text");
		if (value.length < min || !fitsUtf8(value, max)) mismatch(at, `a text of ${min} to ${max} bytes`);
		return value;
	};
}

/** A text of any length. For what a trusted side sent, which has measured it before. */
export const anyText: Decoder<string> = (value, at) => (typeof value === "string" ? value : mismatch(at, "a text"));

/** A whole number from `min` to `max`. */
export function whole(min = 0, max: number = Number.MAX_SAFE_INTEGER): Decoder<number> {
	return (value, at) => {
		if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min || value > max)
			mismatch(at, `a whole number from ${min} to ${max}`);
		return value;
	};
}

export const bool: Decoder<boolean> = (value, at) =>
	typeof value === "boolean" ? value : mismatch(at, "true or false");

/** One of the given texts. */
export function oneOf<const T extends string>(...allowed: readonly T[]): Decoder<T> {
	return (value, at) => allowed.find((one) => one === value) ?? mismatch(at, `one of ${allowed.join(", ")}`);
}

/** The first of the decoders that takes the value. */
export function either<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<A | B> {
	return (value, at) => {
		try {
			return first(value, at);
		} catch {
			return second(value, at);
		}
	};
}

export function list<T>(of: Decoder<T>, max = Number.POSITIVE_INFINITY, min = 0): Decoder<T[]> {
	return (value, at) => {
		if (!Array.isArray(value)) mismatch(at, "a list");
		if (value.length < min || value.length > max) mismatch(at, `a list of ${min} to ${max}`);
		return value.map((one: Json, index) => of(one, `${at}[${index}]`));
	};
}

/** The value, or `undefined` where it is missing or `null`. */
export function maybe<T>(of: Decoder<T>): Decoder<T | undefined> {
	return (value, at) => (value === undefined || value === null ? undefined : of(value, at));
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Shape = { readonly [key: string]: Decoder<unknown> };
type Optional<S extends Shape> = { [K in keyof S]: undefined extends ReturnType<S[K]> ? K : never }[keyof S];
type Decoded<S extends Shape> = { [K in Exclude<keyof S, Optional<S>>]: ReturnType<S[K]> } & {
	[K in Optional<S>]?: ReturnType<S[K]>;
};

/** An object with these fields. Others are ignored, and so is whatever the prototype has. */
export function object<S extends Shape>(shape: S): Decoder<Decoded<S>> {
	const fields = Object.entries(shape);
	return (value, at) => {
		if (!isRecord(value)) mismatch(at, "an object");
		const decoded: { [key: string]: unknown } = {};
		for (const [key, decoder] of fields) {
			const field = decoder(Object.hasOwn(value, key) ? value[key] : undefined, at === "" ? key : `${at}.${key}`);
			if (field !== undefined) decoded[key] = field;
		}
		// Each field went through its own decoder just above; the compiler cannot follow the loop.
		return decoded as Decoded<S>;
	};
}

/**
 * Runs a decoder and turns a mismatch into a fault that says which field is wrong.
 *
 * @throws FaultError with the code `refuse`
 */
export function decode<T>(decoder: Decoder<T>, value: Json | undefined, refuse: FaultCode): T {
	try {
		return decoder(value, "");
	} catch (thrown) {
		if (thrown instanceof Mismatch) throw new FaultError(refuse, thrown.message.replace(/^ /, "The body "));
		throw thrown;
	}
}
