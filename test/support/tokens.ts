import { hmacSha256 } from "../../src/crypto/hmac.ts";
import { encodeBase64url } from "../../src/protocol/base64url.ts";
import { type ChannelInput, channelOf } from "../../src/protocol/channel.ts";
import { formatHash, hashInput } from "../../src/protocol/hash.ts";
import type { Json } from "../../src/protocol/json.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import { TEST_KEYS } from "./keys.ts";

type TestKey = (typeof TEST_KEYS)[keyof typeof TEST_KEYS];

/** The hash of a channel, by one of the keys that tests run with. */
export async function hashOf(channel: ChannelInput, { id, secret }: TestKey = TEST_KEYS.dev): Promise<string> {
	const whole = channelOf(channel);
	return formatHash(id, whole, await hmacSha256(secret, hashInput(whole)));
}

/** A JWT with whatever header and claims a test wants, signed with HMAC-SHA256 whatever the header says. */
export async function jwt(header: Json, claims: Json, secret: string): Promise<string> {
	const signed = [header, claims].map((part) => encodeBase64url(utf8(JSON.stringify(part)))).join(".");
	return `${signed}.${encodeBase64url(await hmacSha256(secret, utf8(signed)))}`;
}

type Claims = { readonly [claim: string]: Json };

/** A ticket of a user that is good for a minute, but for what `more` says. */
export async function ticketOf(sub: string, more: Claims = {}, key: TestKey = TEST_KEYS.dev): Promise<string> {
	const now = Math.floor(Date.now() / 1000);
	return jwt({ alg: "HS256", typ: "JWT", kid: key.id }, { sub, iat: now, exp: now + 60, ...more }, key.secret);
}

/** An origin's Bearer token that is good for a minute, but for what `more` says. */
export async function originToken(more: Claims = {}, key: TestKey = TEST_KEYS.dev): Promise<string> {
	const exp = Math.floor(Date.now() / 1000) + 60;
	return jwt({ alg: "HS256", kid: key.id }, { scope: "origin", exp, ...more }, key.secret);
}

/** HTTP Basic credentials of a key. */
export function basic({ id, secret }: { readonly id: string; readonly secret: string } = TEST_KEYS.dev): string {
	return `Basic ${btoa(String.fromCharCode(...utf8(`${id}:${secret}`)))}`;
}
