import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { canonicalForm, type Channel, parseCanonical } from "./channel.ts";
import { LIMITS } from "./limits.ts";
import { fromUtf8, utf8 } from "./utf8.ts";

/** What a signature is made over, before the canonical form: it keeps a hash from being mistaken for anything else signed. */
const DOMAIN = "parlour.channel.v1\n";

/** A key id: what may stand before the first dot of a hash. */
export const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A channel hash taken apart. Nothing in it is to be believed before the signature is verified. */
export interface UnverifiedHash {
	readonly keyId: string;
	readonly channel: Channel;
	/** The channel's canonical form as text. */
	readonly canonical: string;
	/** What the signature is made over. */
	readonly signed: Uint8Array<ArrayBuffer>;
	readonly signature: Uint8Array<ArrayBuffer>;
}

/** The bytes that a channel's signature is made over. */
export function hashInput(channel: Channel): Uint8Array<ArrayBuffer> {
	return utf8(DOMAIN + canonicalForm(channel));
}

export function formatHash(keyId: string, channel: Channel, signature: Uint8Array): string {
	return `${keyId}.${encodeBase64url(utf8(canonicalForm(channel)))}.${encodeBase64url(signature)}`;
}

/** Takes a hash apart, or answers `undefined` where it is not one. */
export function parseHash(hash: string): UnverifiedHash | undefined {
	if (hash.length > LIMITS.hashBytes) return undefined;
	const [keyId = "", middle = "", last = "", ...rest] = hash.split(".");
	if (rest.length > 0 || !KEY_ID.test(keyId)) return undefined;
	const bytes = decodeBase64url(middle);
	const signature = decodeBase64url(last);
	const channel = bytes && parseCanonical(bytes);
	const canonical = bytes && fromUtf8(bytes);
	if (channel === undefined || canonical === undefined || signature?.length !== 32) return undefined;
	return { keyId, channel, canonical, signed: utf8(DOMAIN + canonical), signature };
}
