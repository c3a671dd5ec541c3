import type { Json } from "../../protocol/json.ts";
import { channelPath } from "../../protocol/paths.ts";
import { framesOf } from "../../protocol/server-frames.ts";
import { within } from "./deadline.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import type { Failure, HttpRequest } from "./http.ts";
import { CONNECT_TIMEOUT_MS } from "./timing.ts";
import type * as OverHttp from "./over-http.ts";
import type { Address, Transport } from "./transport.ts";

/** Loads it, within the time that a socket may take, too: a network that swallows a file is not waited for. */
function load(environment: Environment): Promise<typeof OverHttp> {
	return within(environment, CONNECT_TIMEOUT_MS, () => import("./over-http.ts"));
}

/** Long polling, whose code is loaded with the first link. */
export function pollTransport(environment: Environment): Transport {
	return async (address, listener) =>
		(await load(environment)).openPoll({ environment, channelPath, framesOf }, address, listener);
}

/**
 * Makes a request and reads its answer.
 *
 * @throws ParlourError with the fault's code; `timeout`, or `disconnected` where no room answered
 */
export async function requestLater(
	environment: Environment,
	address: Omit<Address, "since">,
	wanted: HttpRequest,
): Promise<Json> {
	try {
		return await (await load(environment)).request({ environment, channelPath, framesOf }, address, wanted);
	} catch (error) {
		// None where it could not be loaded.
		const fault = (error as Partial<Failure> | undefined)?.fault;
		throw new ParlourError(fault?.code ?? "disconnected", fault?.message, fault);
	}
}
