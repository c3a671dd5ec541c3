import { utf8 } from "../protocol/utf8.ts";

const HMAC_SHA256 = { name: "HMAC", hash: "SHA-256" };

async function importKey(secret: string): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", utf8(secret), HMAC_SHA256, false, ["sign", "verify"]);
}

/** HMAC-SHA256 (RFC 2104) over `bytes`; the secret is used as its UTF-8 bytes. */
export async function hmacSha256(secret: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await crypto.subtle.sign("HMAC", await importKey(secret), bytes));
}

/** Whether `signature` is the HMAC-SHA256 of `bytes`. Compares in constant time, as WebCrypto's `verify` does. */
export async function verifyHmacSha256(
	secret: string,
	signature: Uint8Array<ArrayBuffer>,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
	return crypto.subtle.verify("HMAC", await importKey(secret), signature, bytes);
}

/**
 * Whether two secrets are the same, in a time that tells nothing about where they differ. Compared by hand: WebCrypto's
 * own comparison takes two signatures, each a trip to another thread, which doubled what authenticating cost.
 */
export function sameSecret(given: string, stored: string): boolean {
	return sameBytes(utf8(given), utf8(stored));
}

/** Whether bytes are the same, in a time that tells nothing about where they differ. @param stored not empty */
export function sameBytes(given: Uint8Array, stored: Uint8Array): boolean {
	let difference = given.length ^ stored.length;
	// Runs over what was given, whose length its sender knows anyway.
	for (const [index, byte] of given.entries()) difference |= byte ^ (stored[index % stored.length] ?? 0);
	return difference === 0;
}
