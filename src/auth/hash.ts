import type { Keyring } from "../config/keys.ts";
import { sameBytes, verifyHmacSha256 } from "../crypto/hmac.ts";
import type { RoomAddress } from "../door/room-name.ts";
import { decodeBase64url } from "../protocol/base64url.ts";
import { FaultError } from "../protocol/fault.ts";
import { parseHash } from "../protocol/hash.ts";

/** How many channels are remembered; past this, the oldest are forgotten. */
const MOST_KNOWN = 1_000;

interface Known {
	readonly address: RoomAddress;
	readonly signature: Uint8Array;
}

/** What hashes were found to name, by what stands before their signature. */
const known = new WeakMap<Keyring, Map<string, Known>>();

/**
 * The channel that a hash names. Verified here, so that a forged hash never wakes a room. An origin names the same few
 * channels again and again, so what was found right is remembered; a signature is compared in constant time all the same.
 *
 * @throws FaultError `bad_hash`
 */
export async function verifyHash(hash: string, keyring: Keyring): Promise<RoomAddress> {
	const end = hash.lastIndexOf(".");
	const named = known.get(keyring)?.get(hash.slice(0, end));
	const signature = named && decodeBase64url(hash.slice(end + 1));
	if (named !== undefined && signature !== undefined && sameBytes(signature, named.signature)) return named.address;
	const parsed = parseHash(hash);
	const key = parsed && keyring.get(parsed.keyId);
	if (
		parsed === undefined ||
		key === undefined ||
		!(await verifyHmacSha256(key.secret, parsed.signature, parsed.signed))
	)
		throw new FaultError("bad_hash");
	const address = { app: key.app, channel: parsed.channel };
	remember(keyring, hash.slice(0, end), { address, signature: parsed.signature });
	return address;
}

function remember(keyring: Keyring, name: string, found: Known): void {
	const names = known.get(keyring) ?? new Map<string, Known>();
	known.set(keyring, names.set(name, found));
	const [oldest] = names.keys();
	if (names.size > MOST_KNOWN && oldest !== undefined) names.delete(oldest);
}
