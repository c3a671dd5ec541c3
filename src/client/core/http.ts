import type { Json } from "../../protocol/json.ts";
import type { channelPath, ChannelAction } from "../../protocol/paths.ts";
import type { framesOf, ServerFrames } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { CLOSE_LOST } from "./timing.ts";
import type { Address } from "./transport.ts";

/**
 * What the page has loaded before. It is handed in: were it imported by both, it would be a file of its own, and one
 * more to load.
 */
export interface Core {
	readonly environment: Environment;
	readonly channelPath: typeof channelPath;
	readonly framesOf: typeof framesOf;
}

/** A request about a channel. */
export interface HttpRequest {
	readonly action: ChannelAction;
	/** What is `undefined` is left out. */
	readonly query?: object | undefined;
	/** Makes it a POST. */
	readonly body?: object;
	/** Milliseconds. */
	readonly timeout: number;
	readonly controller?: AbortController;
	/** Whether it is to arrive also where the page is closed meanwhile. */
	readonly keepalive?: boolean;
}

/** Why a request has no answer. */
export class Failure extends Error {
	/** The close code that stands for it. */
	readonly close: number;
	/** The room's fault, or the code `timeout`, or `disconnected` where no room answered. */
	readonly fault: Partial<ServerFrames["fault"]> & { readonly code: string };

	constructor(close: number, fault: Failure["fault"]) {
		super(fault.message);
		this.close = close;
		this.fault = fault;
	}
}

/**
 * Makes a request and reads its answer.
 *
 * @throws Failure
 */
export async function request(
	{ environment, channelPath, framesOf }: Core,
	{ url, hash, ticket }: Omit<Address, "since">,
	{ action, query, body, timeout, controller = new AbortController(), keepalive = false }: HttpRequest,
): Promise<Json> {
	const { signal } = controller;
	let isLate = false;
	let timer: unknown;
	// Raced against: a `fetch` that is not the runtime's own may not hear that it is called off.
	const late = new Promise<never>((_, reject) => {
		timer = environment.setTimeout(() => {
			isLate = true;
			controller.abort();
			reject(new Error());
		}, timeout);
	});
	let failure: Failure;
	try {
		const search = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));
		const asked = (async () => {
			const response = await environment.fetch(`${url}${channelPath(hash, action)}?${search}`, {
				signal,
				keepalive,
				headers: ticket === undefined ? {} : { authorization: `Bearer ${ticket}` },
				method: body ? "POST" : "GET",
				// A text without a type of its own: a guest's request needs no preflight.
				body: JSON.stringify(body),
			});
			return { response, answer: (await response.json()) as Json };
		})();
		const { response, answer } = await Promise.race([asked, late]);
		if (response.ok) return answer;
		const { fault } = answer as { readonly fault: object };
		const [frame] = framesOf({ ...fault, type: "fault" });
		failure = new Failure(closeOf(response.status), frame as ServerFrames["fault"]);
	} catch {
		// What is no answer of a room, or an unreadable one, is as good as none.
		failure = new Failure(CLOSE_LOST, { code: isLate ? "timeout" : "disconnected" });
	} finally {
		environment.clearTimeout(timer);
	}
	throw failure;
}

/** The remedy of a status, as a close code: a new ticket, later, or never. */
function closeOf(status: number): number {
	if (status === 401) return 4100;
	return status === 429 || status >= 500 ? 4200 : 4000;
}
