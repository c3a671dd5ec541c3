import type { Keyring } from "../config/keys.ts";
import { verifyHmacSha256 } from "../crypto/hmac.ts";
import type { RoomAddress } from "../door/room-name.ts";
import { FaultError } from "../protocol/fault.ts";
import { parseHash } from "../protocol/hash.ts";

/**
 * The channel that a hash names. Verified here, so that a forged hash never wakes a room.
 *
 * @throws FaultError `bad_hash`
 */
export async function verifyHash(hash: string, keyring: Keyring): Promise<RoomAddress> {
	const parsed = parseHash(hash);
	const key = parsed && keyring.get(parsed.keyId);
	if (
		parsed === undefined ||
		key === undefined ||
		!(await verifyHmacSha256(key.secret, parsed.signature, parsed.signed))
	)
		throw new FaultError("bad_hash");
	return { app: key.app, channel: parsed.channel };
}
