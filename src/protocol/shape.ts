import { Mismatch } from "./mismatch.ts";
import type { Json } from "./json.ts";

// How a browser reads what a room sent. The decoders of `decode.ts` say which field is wrong, for those who sent it; here
// a mismatch is the end of a connection, whatever the field, and a page downloads every byte of it.

/**
 * What a value must be: a function that takes or refuses it, a list of one kind, or the fields of an object. A field
 * whose name ends in `?` may be missing, and is left out where it is `null`.
 */
export type Kind = ((value: Json) => unknown) | readonly [Kind] | { readonly [field: string]: Kind };

/** The type that a kind reads. */
export type Shape<K> = K extends (value: Json) => infer T
	? T
	: K extends readonly [infer One]
		? Shape<One>[]
		: { readonly [F in keyof K as F extends `${string}?` ? never : F]: Shape<K[F]> } & {
				readonly [F in keyof K as F extends `${infer Name}?` ? Name : never]?: Shape<K[F]>;
			};

function refuse(): never {
	throw new Mismatch();
}

export const text = (value: Json): string => (typeof value === "string" ? value : refuse());
export const bool = (value: Json): boolean => (typeof value === "boolean" ? value : refuse());
/** A whole number from 0. */
export const whole = (value: Json): number =>
	typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : refuse();
/** A whole number from 1. */
export const positive = (value: Json): number => whole(value) || refuse();
/** Any JSON; where it is missing, `null`. */
export const json = (value: Json): Json => value;
/** One of the given texts. */
export function oneOf<const T extends string>(...allowed: readonly T[]): (value: Json) => T {
	return (value) => allowed.find((one) => one === value) ?? refuse();
}

/**
 * Reads a value as what it must be. Fields that the kind does not name are left out.
 *
 * @throws Mismatch
 */
export function read<const K extends Kind>(kind: K, value: Json): Shape<K>;
// Each part goes through its own kind; the compiler cannot follow that, and is told once.
export function read(kind: Kind, value: Json): unknown {
	if (typeof kind === "function") return kind(value);
	if (typeof value !== "object" || value === null) return refuse();
	if (isList(kind)) return isList(value) ? value.map((one) => read(kind[0], one)) : refuse();
	const fields: { [name: string]: unknown } = {};
	for (const [field, inner] of Object.entries(kind)) {
		const name = field.replace("?", "");
		const given = (value as { readonly [name: string]: Json })[name] ?? null;
		if (given !== null || name === field) fields[name] = read(inner, given);
	}
	return fields;
}

/** `Array.isArray` does not narrow lists that are only read. */
function isList<T>(value: T): value is Extract<T, readonly unknown[]> {
	return Array.isArray(value);
}
