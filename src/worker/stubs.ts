import { hintOf } from "../door/region.ts";
import type { RelayCalls } from "../door/relay-calls.ts";
import type { RoomCalls } from "../door/room-calls.ts";
import { relayName, type RoomAddress, roomName } from "../door/room-name.ts";
import type { Env } from "./env.ts";

/** The one place where a name becomes an object. A new stub each time: one whose object was reset stays broken. */
export function roomOf(env: Env, address: RoomAddress): RoomCalls {
	// The runtime's own type for a stub follows every value it may carry, and JSON, being recursive, has no end to follow.
	return env.CHANNEL.getByName(roomName(address)) as unknown as RoomCalls;
}

/** A relay of a channel, made near a region when it is first asked for; none where the deployment binds no relays. */
export function relayOf(
	env: Env,
	address: RoomAddress,
	{ id, region }: { id: string; region: string },
): RelayCalls | undefined {
	const locationHint = hintOf(region);
	const options = locationHint === undefined ? {} : { locationHint };
	return env.RELAY?.getByName(relayName(address, id), options) as unknown as RelayCalls | undefined;
}
