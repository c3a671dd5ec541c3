import { FaultError } from "./fault.ts";
import type { FaultCode } from "./faults.ts";
import { fitsDepth, type Json } from "./json.ts";
import { suggestion, unknownName } from "./likely.ts";
import { LIMITS } from "./limits.ts";
import { Mismatch } from "./mismatch.ts";
import { fitsUtf8, isWellFormed } from "./utf8.ts";

/** Turns JSON into a typed value, or throws a {@link Mismatch}. `at` is where the value stands, for the message. */
export type Decoder<T> = (value: Json | undefined, at: string) => T;

export { Mismatch };

/** A mismatch that can be compared with that of another decoder. */
class PlacedMismatch extends Mismatch {
	/** How much of the value was right: the deeper in it the mismatch is, the more. */
	readonly reach: number;
	/** What the value must be, where it is wrong as a whole. */
	readonly wanted: string | undefined;

	constructor(message: string, { reach, wanted }: { readonly reach: number; readonly wanted?: string }) {
		super(message);
		this.reach = reach;
		this.wanted = wanted;
	}
}

/** The value is of another type. */
function mismatch(at: string, wanted: string): never {
	throw new PlacedMismatch(`${at} must be ${wanted}.`, { reach: depthOf(at), wanted });
}

/** The value is of the right type and wrong all the same. */
function outside(at: string, wanted: string): never {
	throw new PlacedMismatch(`${at} must be ${wanted}.`, { reach: depthOf(at) + 0.5, wanted });
}

function depthOf(at: string): number {
	return at.split(/[.[]/).length;
}

/** Any JSON that nests no deeper than {@link LIMITS.jsonDepth}, counted from itself; where it is missing, `null`. */
export const json: Decoder<Json> = (value = null, at) =>
	fitsDepth(value, LIMITS.jsonDepth) ? value : outside(at, `no deeper than ${LIMITS.jsonDepth} levels`);

/** A text of at least `min` and at most `max` UTF-8 bytes. Lone surrogates are refused: they have no bytes. */
export function text(max: number, min = 0): Decoder<string> {
	return (value, at) => {
		if (typeof value !== "string") mismatch(at, "a text");
		if (!isWellFormed(value)) outside(at, "a text without lone surrogates");
		if (value.length < min || !fitsUtf8(value, max)) outside(at, `a text of ${min} to ${max} bytes`);
		return value;
	};
}

/** A text of any length. For what a trusted side sent, which has measured it before. */
export const anyText: Decoder<string> = (value, at) => (typeof value === "string" ? value : mismatch(at, "a text"));

/** A whole number from `min` to `max`. */
export function whole(min = 0, max: number = Number.MAX_SAFE_INTEGER): Decoder<number> {
	const from = min === Number.MIN_SAFE_INTEGER ? "" : ` from ${min}`;
	const wanted = `a whole number${from}${max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max}`}`;
	return (value, at) => {
		if (typeof value !== "number") mismatch(at, wanted);
		if (!Number.isSafeInteger(value) || value < min || value > max) outside(at, wanted);
		return value;
	};
}

export const bool: Decoder<boolean> = (value, at) =>
	typeof value === "boolean" ? value : mismatch(at, "true or false");

/** One of the given texts. */
export function oneOf<const T extends string>(...allowed: readonly T[]): Decoder<T> {
	return (value, at) => {
		if (typeof value !== "string") mismatch(at, `one of ${allowed.join(", ")}`);
		return (
			allowed.find((one) => one === value) ?? outside(at, `one of ${allowed.join(", ")}${suggestion(value, allowed)}`)
		);
	};
}

/**
 * The first of the decoders that takes the value. Where none does, the mismatch is that of the one that got furthest, or
 * names what both want.
 */
export function either<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<A | B> {
	return (value, at) => {
		const one = attempt(first, value, at);
		if ("value" in one) return one.value;
		const other = attempt(second, value, at);
		if ("value" in other) return other.value;
		if (one.reach === other.reach && one.wanted !== undefined && other.wanted !== undefined)
			mismatch(at, `${one.wanted} or ${other.wanted}`);
		throw one.reach > other.reach ? one : other;
	};
}

function attempt<T>(decoder: Decoder<T>, value: Json | undefined, at: string): { readonly value: T } | PlacedMismatch {
	try {
		return { value: decoder(value, at) };
	} catch (thrown) {
		if (thrown instanceof PlacedMismatch) return thrown;
		// A decoder that says no more got past the type.
		if (thrown instanceof Mismatch) return new PlacedMismatch(thrown.message, { reach: depthOf(at) + 0.5 });
		throw thrown;
	}
}

export function list<T>(of: Decoder<T>, max = Number.POSITIVE_INFINITY, min = 0): Decoder<T[]> {
	return (value, at) => {
		if (!Array.isArray(value)) mismatch(at, "a list");
		if (value.length < min || value.length > max) outside(at, `a list of ${min} to ${max}`);
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

/** An object with these fields and no others, for what developers write by hand: a slip in a name is said. */
export function exact<S extends Shape>(shape: S): Decoder<Decoded<S>> {
	const fields = object(shape);
	return (value, at) => {
		const names = Object.keys(shape);
		if (!isRecord(value)) mismatch(at, `an object with ${names.join(", ")}`);
		assertKnown(value, names, at);
		return fields(value, at);
	};
}

/**
 * Refuses an object with a field of another name than these.
 *
 * @param kind what such a name is called
 * @throws Mismatch that names the field, and the one that was probably meant
 */
export function assertKnown(value: object, known: readonly string[], at: string, kind = "field"): void {
	for (const name of Object.keys(value))
		if (!known.includes(name))
			throw new PlacedMismatch(`${at} ${unknownName(kind, name, known)}`, { reach: depthOf(at) + 0.5 });
}

/**
 * Runs a decoder and turns a mismatch into a fault that says which field is wrong.
 *
 * @param what the value as a whole, for the message
 * @throws FaultError with the code `refuse`
 */
export function decode<T>(decoder: Decoder<T>, value: Json | undefined, refuse: FaultCode, what = "The body"): T {
	try {
		return decoder(value, "");
	} catch (thrown) {
		if (thrown instanceof Mismatch) throw new FaultError(refuse, thrown.message.replace(/^ /, `${what} `));
		throw thrown;
	}
}
