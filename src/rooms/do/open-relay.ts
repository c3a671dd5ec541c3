import parlourConfig from "../../../parlour.config.ts";
import { keyringOf } from "../../auth/keyring.ts";
import { verifyTicket } from "../../auth/ticket.ts";
import { areaRules } from "../../config/config.ts";
import type { RoomAddress } from "../../door/room-name.ts";
import { Relay } from "../core/relay/relay.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import { objectHost } from "./host.ts";
import type { RoomEnv } from "./open-room.ts";
import { relayPort, uplink } from "./lines.ts";

/** Puts a relay together from its object, the configuration and the bindings. */
export function openRelay(
	ctx: DurableObjectState,
	{ env, id, address, alarms }: { env: RoomEnv; id: string; address: RoomAddress; alarms: AlarmClock },
): Relay {
	const keyring = keyringOf(env.PARLOUR_KEYS);
	const host = objectHost(ctx, { alarms, verifyTicket: (ticket) => verifyTicket(ticket, keyring, address) });
	const rules = areaRules(parlourConfig, address.app, address.channel);
	const port = relayPort(env, address) ?? { deliver: async () => ({ sockets: 0 }) };
	return new Relay({ id, rules, host, uplink: uplink(env, address), port });
}
