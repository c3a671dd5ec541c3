import { isSignedWebhook } from "../crypto/standard-webhooks.ts";
import type { Channel } from "../protocol/channel.ts";
import { anyText, type Decoder, object } from "../protocol/decode.ts";
import type { Json } from "../protocol/json.ts";
import { fromUtf8 } from "../protocol/utf8.ts";
import { checkedSecrets, type Secrets } from "./secrets.ts";
import { bodyOf, headerOf, spellings, type WebhookRequest } from "./webhook-request.ts";
import { readWellFormed } from "./well-formed.ts";

/** How much older or newer than now a webhook may be, in seconds. */
export const WEBHOOK_TOLERANCE_SECONDS = 300;

/** A webhook whose signature holds. */
export interface WebhookEvent {
	/** The same whenever this event is sent again. */
	readonly id: string;
	/**
	 * `member.joined`, `member.left`, `channel.occupied`, `channel.vacated`, `message.published` or `call`; newer
	 * deployments may send others.
	 */
	readonly type: string;
	/** When it happened, as ISO 8601. */
	readonly timestamp: string;
	/** The app, the channel, and what belongs to the type: `user`, or `message` and `cursor`. */
	readonly data: { readonly app: string; readonly channel: Channel; readonly [key: string]: Json | undefined };
}

/** A request is not a webhook of the app, or an old one. Its message may be shown to the caller. */
export class WebhookError extends Error {
	override readonly name = "WebhookError";
}

/**
 * Verifies a webhook: its signature by any of the secrets (compared in constant time), and that it is not older or newer
 * than {@link WEBHOOK_TOLERANCE_SECONDS}.
 *
 * @param secrets those of the app's keys, as they are or in their `whsec_` form; while a key is replaced, both
 * @param now milliseconds since 1970
 * @throws WebhookError, or OriginError `bad_request` for a secret that is missing or empty, or a body that was parsed
 */
export async function verifyWebhook(
	request: WebhookRequest,
	secrets: Secrets,
	now: number = Date.now(),
): Promise<WebhookEvent> {
	const given = checkedSecrets(secrets);
	const headers = headersOf(request);
	const body = await bodyOf(request);
	if (!(await isSignedWebhook(headers, body, spellings(given))))
		throw new WebhookError("The signature of the webhook is wrong.");
	if (Math.abs(now / 1000 - Number(headers["webhook-timestamp"])) > WEBHOOK_TOLERANCE_SECONDS)
		throw new WebhookError("The webhook is too old, or a clock is wrong.");
	return readEvent(headers["webhook-id"], body);
}

function headersOf(request: WebhookRequest) {
	const headers = {
		"webhook-id": headerOf(request, "webhook-id"),
		"webhook-timestamp": headerOf(request, "webhook-timestamp"),
		"webhook-signature": headerOf(request, "webhook-signature"),
	};
	if (Object.values(headers).includes("") || !/^[0-9]{1,12}$/.test(headers["webhook-timestamp"]))
		throw new WebhookError("The headers of a webhook are missing or malformed.");
	return headers;
}

const channel: Decoder<Channel> = object({
	context: anyText,
	component: anyText,
	area: anyText,
	item: anyText,
	details: anyText,
});
const about = object({ app: anyText, channel });
// What belongs to the type goes through as it is: newer deployments may tell more.
const data: Decoder<WebhookEvent["data"]> = (value, at) => ({ ...(value as object), ...about(value, at) });
const event = object({ type: anyText, timestamp: anyText, data });

function readEvent(id: string, body: Uint8Array): WebhookEvent {
	try {
		return { id, ...event(readWellFormed(fromUtf8(body) ?? ""), "") };
	} catch {
		throw new WebhookError("The body of the webhook is malformed.");
	}
}
