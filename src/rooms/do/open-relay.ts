import { keyringOf } from "../../auth/keyring.ts";
import { verifyTicket } from "../../auth/ticket.ts";
import { keysOf } from "../../config/keys.ts";
import { roomName } from "../../door/room-name.ts";
import { signing } from "./signing.ts";
import { areaRules } from "../../config/config.ts";
import { Relay } from "../core/relay/relay.ts";
import { objectHost } from "./host.ts";
import type { RoomShell } from "./open-room.ts";
import { relayPort, uplink } from "./lines.ts";

/** Puts a relay together from its object, the configuration and the bindings. */
export function openRelay(
	ctx: DurableObjectState,
	{ env, config, id, address, alarms }: RoomShell & { readonly id: string },
): Relay {
	const keyring = keyringOf(env.PARLOUR_KEYS);
	const secrets = keysOf(keyring, address.app).map(({ secret }) => secret);
	const host = objectHost(ctx, {
		alarms,
		verifyTicket: (ticket) => verifyTicket(ticket, keyring, address),
		...signing(roomName(address), secrets),
	});
	const rules = areaRules(config, address.app, address.channel);
	const port = relayPort(env, address) ?? { deliver: async () => ({ sockets: 0 }) };
	return new Relay({ id, rules, host, uplink: uplink(env, address), port });
}
