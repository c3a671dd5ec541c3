import type { Json } from "../../protocol/json.ts";
import { channelPath } from "../../protocol/paths.ts";
import { framesOf } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import type { Failure, HttpRequest } from "./http.ts";
import type { Address, Transport } from "./transport.ts";

const load = () => import("./over-http.ts");

/** Long polling, whose code is loaded with the first link. */
export function pollTransport(environment: Environment): Transport {
	return async (address, listener) =>
		(await load()).openPoll({ environment, channelPath, framesOf }, address, listener);
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
		return await (await load()).request({ environment, channelPath, framesOf }, address, wanted);
	} catch (error) {
		const { fault } = error as Partial<Failure>;
		throw new ParlourError(fault?.code ?? "disconnected", fault?.message, fault);
	}
}
