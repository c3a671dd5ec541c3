import { type Admission, admissionRequest } from "../door/admission.ts";
import { readDirections } from "../door/directions.ts";
import { type RoomAddress, roomName } from "../door/room-name.ts";
import { FaultError } from "../protocol/fault.ts";
import { Places } from "./places.ts";
import { relayOf, roomOf } from "./stubs.ts";
import type { Env } from "./env.ts";

/** How often an upgrade is sent on before its client is asked to come back later. */
const MOST_HOPS = 6;

/** What this isolate knows of where readers of large channels go. */
const places = new Places();

/**
 * Hands an upgrade to the object that is to hold its socket: the channel's room, which says where to go if it has enough of
 * its own, or at once a relay, where that has been learnt a moment ago. So a small channel costs one request a socket, and
 * the readers of a large one do not all pass by its room.
 *
 * @throws FaultError `full`
 */
export async function placeSocket(env: Env, address: RoomAddress, admission: Admission): Promise<Response> {
	const key = `${admission.region}/${roomName(address)}`;
	let full: string | undefined;
	for (let hop = 0; hop < MOST_HOPS; hop++) {
		const id = places.pick(key, Date.now(), Math.random());
		const relay = id === undefined ? undefined : relayOf(env, address, { id, region: admission.region });
		const response = await (relay ?? roomOf(env, address)).fetch(admissionRequest({ ...admission, full }));
		const directions = readDirections(response);
		if (directions === undefined) return response;
		if (directions.to === "relays") places.learn(key, directions.relays, Date.now());
		else places.forget(key, id ?? "");
		full = directions.to === "other" ? id : undefined;
	}
	throw new FaultError("full");
}
