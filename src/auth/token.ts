import { compactVerify, decodeProtectedHeader } from "jose";
import type { Key, Keyring } from "../config/keys.ts";
import { FaultError } from "../protocol/fault.ts";
import type { FaultCode } from "../protocol/faults.ts";
import { type Json, parseJson } from "../protocol/json.ts";
import { LIMITS } from "../protocol/limits.ts";
import { fromUtf8, utf8 } from "../protocol/utf8.ts";

/** A token whose signature holds: the key that signed it, and its claims, which are yet to be read. */
export interface VerifiedToken {
	readonly key: Key;
	readonly payload: Json;
}

/**
 * Verifies the signature of a JWT (RFC 7519): HS256 alone, by the key that its `kid` names.
 *
 * @param refuse the fault's code; its message never repeats anything of the token
 * @throws FaultError
 */
export async function verifyToken(token: string, keyring: Keyring, refuse: FaultCode): Promise<VerifiedToken> {
	const key = token.length > LIMITS.ticketBytes ? undefined : keyring.get(keyIdOf(token) ?? "");
	if (key === undefined) throw new FaultError(refuse);
	const payload = await verifiedPayload(token, key, refuse);
	return { key, payload: parseJson(payload, refuse) };
}

async function verifiedPayload(token: string, key: Key, refuse: FaultCode): Promise<string> {
	try {
		const { payload } = await compactVerify(token, utf8(key.secret), { algorithms: ["HS256"] });
		return fromUtf8(payload) ?? "";
	} catch {
		throw new FaultError(refuse);
	}
}

function keyIdOf(token: string): string | undefined {
	try {
		return decodeProtectedHeader(token).kid;
	} catch {
		return undefined;
	}
}
