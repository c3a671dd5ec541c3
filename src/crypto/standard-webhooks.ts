import { utf8 } from "../protocol/utf8.ts";
import { hmacSha256, sameSecret } from "./hmac.ts";

/** The headers of a signed request. */
export interface WebhookHeaders {
	readonly "webhook-id": string;
	readonly "webhook-timestamp": string;
	readonly "webhook-signature": string;
}

/** How a signature begins; others that a sender may put beside it are of no use here. */
const VERSION = "v1,";

/**
 * Signs a request as the Standard Webhooks specification says: HMAC-SHA256 over id, timestamp and body, one signature for
 * each secret, so that a key can be rotated without a webhook that nobody can verify.
 *
 * @param at when it is sent, in milliseconds since 1970
 * @param secrets used as their UTF-8 bytes; a receiver's `whsec_` form is the base64 of those
 */
export async function signWebhook(
	message: { readonly id: string; readonly at: number; readonly body: string },
	secrets: readonly string[],
): Promise<WebhookHeaders> {
	const timestamp = String(Math.floor(message.at / 1000));
	const signed = signedBytes(message.id, timestamp, utf8(message.body));
	const signatures = await Promise.all(secrets.map(async (secret) => signature(secret, signed)));
	return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

/**
 * Whether one of the signatures in the headers was made with one of the secrets. Compares in constant time. Says nothing
 * about the timestamp, but that it is the one that was signed.
 *
 * @param body the bytes as they came, before anything has parsed them
 */
export async function isSignedWebhook(
	headers: WebhookHeaders,
	body: Uint8Array,
	secrets: readonly string[],
): Promise<boolean> {
	const signed = signedBytes(headers["webhook-id"], headers["webhook-timestamp"], body);
	const given = headers["webhook-signature"].split(" ");
	const expected = await Promise.all(secrets.map(async (secret) => signature(secret, signed)));
	return expected.flatMap((one) => given.map((other) => sameSecret(other, one))).includes(true);
}

async function signature(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
	return VERSION + btoa(String.fromCharCode(...(await hmacSha256(secret, signed))));
}

function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
	const head = utf8(`${id}.${timestamp}.`);
	const bytes = new Uint8Array(head.length + body.length);
	bytes.set(head);
	bytes.set(body, head.length);
	return bytes;
}
