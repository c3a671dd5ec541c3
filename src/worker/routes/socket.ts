import type { Context as HonoContext } from "hono";
import { regionOf, type Whereabouts } from "../../door/region.ts";
import { FaultError } from "../../protocol/fault.ts";
import { SUBPROTOCOL } from "../../protocol/paths.ts";
import { assertAdmitted, socketCaller } from "../auth/caller.ts";
import type { Context } from "../env.ts";
import { isUpgrade, subprotocols } from "../faults.ts";
import { placeSocket } from "../placing.ts";
import { sinceOf } from "../query.ts";
import { targetOf } from "../target.ts";

/** Opens a socket on a channel. All that can be refused is refused here, before the room is woken. */
export async function socketRoute(c: HonoContext<Context, string>): Promise<Response> {
	if (!isUpgrade(c.req.raw)) throw new FaultError("upgrade_required");
	const { keyring } = c.var;
	const { address, rules } = await targetOf(c.req.param("hash") ?? "", keyring, c.req.header("Origin"));
	const protocols = subprotocols(c.req.raw);
	const caller = await socketCaller(protocols, keyring, address);
	assertAdmitted(caller, rules);
	const since = sinceOf(c.req.query("since"));
	const protocol = protocols.includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined;
	// The platform's own account of the request; it is missing on one's own host.
	const region = regionOf(c.req.raw.cf as Whereabouts | undefined);
	return placeSocket(c.env, address, { caller, since, protocol, region });
}
