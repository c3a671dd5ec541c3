import type { Key, Keyring } from "../../config/keys.ts";
import { sameSecret } from "../../crypto/hmac.ts";
import { decode, maybe, object, oneOf, whole } from "../../protocol/decode.ts";
import { FaultError } from "../../protocol/fault.ts";
import { fromUtf8 } from "../../protocol/utf8.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";
import { type VerifiedToken, verifyToken } from "../../auth/token.ts";

/**
 * The key that an origin's call authenticates with: HTTP Basic (RFC 7617) with key id and secret, or a Bearer JWT signed
 * by the key, of scope `origin`.
 *
 * @throws FaultError `bad_credentials`
 */
export async function verifyOrigin(authorization: string | undefined, keyring: Keyring): Promise<Key> {
	const credentials = credentialsOf(authorization);
	if (credentials.scheme === "basic") return verifyBasic(credentials, keyring);
	if (credentials.scheme === "bearer")
		return originKeyOf(await verifyToken(credentials.token, keyring, "bad_credentials"));
	throw new FaultError("bad_credentials");
}

/** @throws FaultError `bad_credentials` */
export function verifyBasic({ bytes }: Extract<Credentials, { scheme: "basic" }>, keyring: Keyring): Key {
	const text = fromUtf8(bytes) ?? "";
	const colon = text.indexOf(":");
	const key = keyring.get(text.slice(0, Math.max(colon, 0)));
	if (key === undefined || !sameSecret(text.slice(colon + 1), key.secret)) throw new FaultError("bad_credentials");
	return key;
}

const originClaims = object({ scope: oneOf("origin"), exp: whole(), nbf: maybe(whole()) });

/** The key of a verified token of scope `origin`. @throws FaultError `bad_credentials` */
export function originKeyOf({ key, payload }: VerifiedToken): Key {
	const { exp, nbf = 0 } = decode(originClaims, payload, "bad_credentials");
	const now = Date.now() / 1000;
	if (exp <= now || nbf > now) throw new FaultError("bad_credentials", "The token is not valid at this time.");
	return key;
}

/** Whether a verified token says that it is an origin's. */
export function claimsOrigin({ payload }: VerifiedToken): boolean {
	return typeof payload === "object" && payload !== null && "scope" in payload && payload.scope === "origin";
}
