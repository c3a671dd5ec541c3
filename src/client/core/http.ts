import { readJson } from "../../protocol/json.ts";
import { channelPath, type ChannelAction } from "../../protocol/paths.ts";
import { faultBody } from "../../protocol/server-frames.ts";
import { type Kind, read, type Shape } from "../../protocol/shape.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import type { Address } from "./transport.ts";

/** A request about a channel. */
export interface HttpRequest {
	readonly action: ChannelAction;
	/** What is `undefined` is left out. */
	readonly query?: object;
	/** Makes it a POST. */
	readonly body?: object;
	/** Milliseconds. */
	readonly timeout: number;
	readonly controller?: AbortController;
}

/**
 * Makes a request and reads its answer.
 *
 * @throws ParlourError with the fault's code; `timeout`, or `disconnected` where no room answered
 */
export async function request<const K extends Kind>(
	environment: Environment,
	{ url, hash, ticket }: Omit<Address, "since">,
	{ action, query, body, timeout, controller = new AbortController() }: HttpRequest,
	kind: K,
): Promise<Shape<K>> {
	const { signal } = controller;
	const timer = environment.setTimeout(() => controller.abort(), timeout);
	let fault: Shape<typeof faultBody>;
	try {
		const search = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));
		const response = await environment.fetch(`${url}${channelPath(hash, action)}?${search}`, {
			signal,
			headers: ticket === undefined ? {} : { authorization: `Bearer ${ticket}` },
			method: body ? "POST" : "GET",
			// A text without a type of its own: a guest's request needs no preflight.
			body: JSON.stringify(body),
		});
		const answer = readJson(await response.text());
		if (response.ok) return read(kind, answer);
		({ fault } = read({ fault: faultBody }, answer));
	} catch {
		// What is no answer of a room, or an unreadable one, is as good as none.
		throw new ParlourError(signal.aborted ? "timeout" : "disconnected");
	} finally {
		environment.clearTimeout(timer);
	}
	throw new ParlourError(fault.code, fault.message, fault);
}
