import { keyringOf } from "../../auth/keyring.ts";
import { verifyTicket } from "../../auth/ticket.ts";
import { appConfig, areaRules, type ParlourConfig } from "../../config/config.ts";
import { keysOf } from "../../config/keys.ts";
import { type RoomAddress, roomName } from "../../door/room-name.ts";
import { Room } from "../core/room.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import { signing } from "./signing.ts";
import { relayPort } from "./lines.ts";
import { newEpoch, objectHost, type StoppableHost } from "./host.ts";
import { originPort } from "./origin-port.ts";
import type { RoomEnv } from "./room-env.ts";

/** What a room is put together from. */
export interface RoomShell {
	readonly env: RoomEnv;
	readonly config: ParlourConfig;
	readonly address: RoomAddress;
	readonly alarms: AlarmClock;
}

/** A room, and the host that it runs on. */
export interface OpenRoom {
	readonly room: Room;
	readonly host: StoppableHost;
}

/** Puts a channel's room together from its object's storage, the configuration and the bindings. */
export function openRoom(ctx: DurableObjectState, { env, config, address, alarms }: RoomShell): OpenRoom {
	const keyring = keyringOf(env.PARLOUR_KEYS);
	const secrets = keysOf(keyring, address.app).map(({ secret }) => secret);
	const host = objectHost(ctx, {
		alarms,
		verifyTicket: (ticket) => verifyTicket(ticket, keyring, address),
		...signing(roomName(address), secrets),
	});
	const origin = originPort(
		{
			url: env.PARLOUR_WEBHOOK || appConfig(config, address.app).webhook,
			secrets,
		},
		address,
	);
	const rules = areaRules(config, address.app, address.channel);
	const store = sqliteStore(ctx.storage, newEpoch);
	return { room: new Room({ store, rules, host, origin, relays: relayPort(env, address) }), host };
}
