import { utf8 } from "../protocol/utf8.ts";
import { hmacSha256 } from "./hmac.ts";

/** The headers of a signed request. */
export interface WebhookHeaders {
	readonly "webhook-id": string;
	readonly "webhook-timestamp": string;
	readonly "webhook-signature": string;
}

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
	const signed = utf8(`${message.id}.${timestamp}.${message.body}`);
	const signatures = await Promise.all(secrets.map(async (secret) => `v1,${base64(await hmacSha256(secret, signed))}`));
	return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

function base64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}
