import { type Decoder, object } from "../../protocol/decode.ts";
import { readJson } from "../../protocol/json.ts";
import { channelPath, type ChannelAction } from "../../protocol/paths.ts";
import { faultBody } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";

export type HttpQuery = { readonly [key: string]: string | number | undefined };

/** A request about a channel. */
export interface HttpRequest {
	readonly url: string;
	readonly hash: string;
	readonly action: ChannelAction;
	readonly ticket: string | undefined;
	readonly query?: HttpQuery | undefined;
	/** Makes it a POST. */
	readonly body?: object;
	/** Milliseconds. */
	readonly timeout: number;
	readonly controller?: AbortController;
}

const refusal = object({ fault: faultBody });

/**
 * Makes a request and decodes its answer.
 *
 * @throws ParlourError with the fault's code; `timeout`, or `disconnected` where no room answered
 */
export async function request<T>(environment: Environment, wanted: HttpRequest, decoder: Decoder<T>): Promise<T> {
	const { url, hash, action, ticket, query = {}, body, timeout, controller = new AbortController() } = wanted;
	const search = new URLSearchParams();
	for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
	const headers = new Headers(body && { "content-type": "application/json" });
	if (ticket !== undefined) headers.set("authorization", `Bearer ${ticket}`);
	const { signal } = controller;
	const timer = environment.setTimeout(() => controller.abort(), timeout);
	let fault: ReturnType<typeof faultBody>;
	try {
		const response = await environment.fetch(`${url}${channelPath(hash, action)}?${search}`, {
			signal,
			headers,
			...(body && { method: "POST", body: JSON.stringify(body) }),
		});
		const answer = readJson(await response.text());
		if (response.ok) return decoder(answer, "");
		({ fault } = refusal(answer, ""));
	} catch {
		// What is no answer of a room, or an unreadable one, is as good as none.
		throw new ParlourError(signal.aborted ? "timeout" : "disconnected");
	} finally {
		environment.clearTimeout(timer);
	}
	throw new ParlourError(fault.code, fault.message, fault);
}
