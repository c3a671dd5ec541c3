import type { Context as HonoContext } from "hono";
import { type Admission, admissionRequest } from "../../door/admission.ts";
import { regionOf, type Whereabouts } from "../../door/region.ts";
import { MY_CHANNEL } from "../../protocol/chat/model.ts";
import { FaultError } from "../../protocol/fault.ts";
import { SUBPROTOCOL } from "../../protocol/paths.ts";
import type { Caller } from "../../rooms/core/access.ts";
import { addressOf } from "../address.ts";
import { assertAdmitted, at, socketCaller, socketOwner } from "../auth/caller.ts";
import type { Context } from "../env.ts";
import { isUpgrade } from "../faults.ts";
import { subprotocols } from "../subprotocols.ts";
import { placeSocket } from "../placing.ts";
import { sinceOf } from "../query.ts";
import { inboxOf } from "../stubs.ts";
import { assertOrigin, rulesOfInbox, targetOf } from "../target.ts";

/** Opens a socket on a channel. All that can be refused is refused here, before the room is woken. */
export async function socketRoute(c: HonoContext<Context, string>): Promise<Response> {
	if (!isUpgrade(c.req.raw)) throw new FaultError("upgrade_required");
	const { keyring } = c.var;
	const hash = c.req.param("hash") ?? "";
	if (hash === MY_CHANNEL) return ownSocket(c);
	const { address, rules } = await targetOf(hash, c.var, c.req.header("Origin"));
	const caller = await socketCaller(subprotocols(c.req.raw), keyring, address);
	assertAdmitted(caller, rules);
	const from = addressOf(c.req.raw, c.env.PARLOUR_ADDRESS_HEADER);
	return placeSocket(c.env, address, admissionOf(c, at(caller, from)));
}

/** Opens a socket on the channel of the bearer of a ticket. */
async function ownSocket(c: HonoContext<Context, string>): Promise<Response> {
	const { app, caller } = await socketOwner(subprotocols(c.req.raw), c.var.keyring);
	assertOrigin(c.var.config, app, c.req.header("Origin"));
	rulesOfInbox(c.var.config, app);
	return inboxOf(c.env, app, caller.user.id).fetch(admissionRequest(admissionOf(c, caller)));
}

function admissionOf(c: HonoContext<Context, string>, caller: Caller): Admission {
	const since = sinceOf(c.req.query("since"));
	const protocol = subprotocols(c.req.raw).includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined;
	// The platform's own account of the request; it is missing on one's own host.
	return { caller, since, protocol, region: regionOf(c.req.raw.cf as Whereabouts | undefined) };
}
