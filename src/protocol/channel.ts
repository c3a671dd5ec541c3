import { encodeBase64url } from "./base64url.ts";
import { FaultError } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { fromUtf8, utf8 } from "./utf8.ts";

/** The properties in the order of the canonical form. */
export const CHANNEL_PROPERTIES = ["context", "component", "area", "item", "details"] as const;

/** A channel: five texts, of which each may be empty. */
export type Channel = { readonly [K in (typeof CHANNEL_PROPERTIES)[number]]: string };

/** A channel as callers write it: a missing property is empty, an integer stands for its decimal text. */
export type ChannelInput = { readonly [K in (typeof CHANNEL_PROPERTIES)[number]]?: string | number };

/**
 * Completes a channel.
 *
 * @throws FaultError `bad_request` for a property that is neither text nor an integer, or that is over the limit
 */
export function channelOf(input: ChannelInput): Channel {
	const [context, component, area, item, details] = CHANNEL_PROPERTIES.map((name) => property(name, input[name]));
	return { context, component, area, item, details } as Channel;
}

function property(name: string, value: string | number | undefined): string {
	const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : (value ?? "");
	if (typeof text !== "string" || !text.isWellFormed())
		throw new FaultError("bad_request", `channel.${name} must be a text or a whole number.`);
	if (utf8(text).length > LIMITS.propertyBytes)
		throw new FaultError("bad_request", `channel.${name} is over ${LIMITS.propertyBytes} bytes.`);
	return text;
}

/**
 * The canonical form: each property as a netstring of its UTF-8 bytes, one after another. Injective, so that no two
 * channels share it, whatever delimiters their values hold.
 *
 * @throws FaultError `bad_request` over {@link LIMITS.canonicalBytes}
 */
export function canonicalForm(channel: Channel): string {
	const canonical = CHANNEL_PROPERTIES.map((name) => `${utf8(channel[name]).length}:${channel[name]},`).join("");
	if (utf8(canonical).length > LIMITS.canonicalBytes)
		throw new FaultError("bad_request", `The channel is over ${LIMITS.canonicalBytes} bytes.`);
	return canonical;
}

/** The canonical form as it stands in a hash. */
export function canonicalPart(channel: Channel): string {
	return encodeBase64url(utf8(canonicalForm(channel)));
}

/** The channel that canonical bytes spell, or `undefined` where they are not exactly five netstrings in shortest form. */
export function parseCanonical(bytes: Uint8Array): Channel | undefined {
	if (bytes.length > LIMITS.canonicalBytes) return undefined;
	const values: string[] = [];
	let at = 0;
	while (at < bytes.length) {
		const string = netstringAt(bytes, at);
		if (string === undefined || values.length === CHANNEL_PROPERTIES.length) return undefined;
		values.push(string.value);
		at = string.end;
	}
	const [context, component, area, item, details] = values;
	if (details === undefined) return undefined;
	return { context, component, area, item, details } as Channel;
}

const COLON = 0x3a;
const COMMA = 0x2c;

function netstringAt(bytes: Uint8Array, start: number): { value: string; end: number } | undefined {
	const colon = bytes.indexOf(COLON, start);
	const digits = colon < 0 ? "" : String.fromCharCode(...bytes.subarray(start, Math.min(colon, start + 4)));
	if (!/^(0|[1-9][0-9]{0,2})$/.test(digits) || colon - start !== digits.length) return undefined;
	const end = colon + 1 + Number(digits);
	if (Number(digits) > LIMITS.propertyBytes || bytes[end] !== COMMA) return undefined;
	const value = fromUtf8(bytes.subarray(colon + 1, end));
	return value === undefined ? undefined : { value, end: end + 1 };
}
