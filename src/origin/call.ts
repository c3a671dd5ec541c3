import type { Channel } from "../protocol/channel.ts";
import { anyText, json, maybe, object, oneOf } from "../protocol/decode.ts";
import type { Json } from "../protocol/json.ts";
import { ROLES } from "../protocol/user.ts";
import type { Secrets } from "./secrets.ts";
import { type WebhookEvent, verifyWebhook, WebhookError } from "./webhook.ts";
import type { WebhookRequest } from "./webhook-request.ts";

const user = object({ id: anyText, name: maybe(anyText), role: maybe(oneOf(...ROLES)), info: maybe(json) });
const asked = object({ user: maybe(user), component: maybe(anyText), data: json });

/** What a page asks of the origin. */
export interface Call {
	readonly id: string;
	readonly app: string;
	readonly channel: Channel;
	/** Who asks, out of the caller's ticket; missing for a guest. */
	readonly user?: ReturnType<typeof user>;
	/** The part of the page that asks, where it says so. */
	readonly component?: string;
	/** What the page sent; nobody has checked it. */
	readonly data: Json;
}

/** Thrown by a handler of calls, whose caller is to read the message. Sites may extend it. */
export class CallError extends Error {
	override readonly name: string = "CallError";
}

export interface AnswerOptions {
	/**
	 * Takes the other webhooks, where they come to the same address; without it they are only acknowledged. What it throws
	 * makes the deployment send the webhook again.
	 */
	readonly onEvent?: (event: WebhookEvent) => void | Promise<void>;
	/** Takes what a handler threw that is not a {@link CallError}, of which the caller learns nothing; by default, the console. */
	readonly onError?: (error: unknown) => void;
	/** Milliseconds since 1970. */
	readonly now?: number;
}

/**
 * Verifies a webhook, has a handler answer it where it is a call, and makes the response to send back.
 *
 * What the handler returns is the reply, as JSON. A {@link CallError} becomes status 400 with its message; anything else
 * that it throws becomes status 500 without any detail.
 *
 * @param secrets those of the app's keys; see {@link verifyWebhook}
 * @throws OriginError `bad_request` for a secret that is missing or empty, or a body that was parsed
 * @example
 * export default {
 * 	fetch: (request, env) => answerCall(request, env.PARLOUR_SECRET, ({ user, data }) => vote(user, data)),
 * };
 */
export async function answerCall(
	request: WebhookRequest,
	secrets: Secrets,
	handler: (call: Call) => unknown,
	{ onEvent, onError = logError, now }: AnswerOptions = {},
): Promise<Response> {
	try {
		const event = await verifyWebhook(request, secrets, now);
		return await answer(event, handler, { onEvent, onError });
	} catch (thrown) {
		if (thrown instanceof WebhookError) return failed(401, thrown.message);
		throw thrown;
	}
}

async function answer(
	event: WebhookEvent,
	handler: (call: Call) => unknown,
	{ onEvent, onError }: { readonly onEvent: AnswerOptions["onEvent"]; readonly onError: (error: unknown) => void },
): Promise<Response> {
	try {
		if (event.type === "call") return reply(200, await handler(callOf(event)));
		await onEvent?.(event);
		return new Response(null, { status: 204 });
	} catch (thrown) {
		if (thrown instanceof CallError) return failed(400, thrown.message);
		onError(thrown);
		return failed(500, "The request failed.");
	}
}

function callOf({ id, data: { app, channel, ...rest } }: WebhookEvent): Call {
	return { id, app, channel, ...asked(rest as Json, "data") };
}

/** JSON has no `undefined`: a handler that returns nothing answers `null`. */
function reply(status: number, body: unknown): Response {
	const text = JSON.stringify(body) ?? "null";
	return new Response(text, { status, headers: { "Content-Type": "application/json" } });
}

function failed(status: number, message: string): Response {
	return reply(status, { error: { message } });
}

function logError(error: unknown): void {
	// oxlint-disable-next-line no-console -- the site that passes no handler of its own finds it in its log
	console.error("Parlour webhook:", error);
}
