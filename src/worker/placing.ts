import { type Admission, admissionRequest } from "../door/admission.ts";
import { readDirections } from "../door/directions.ts";
import { type RoomAddress, roomName } from "../door/room-name.ts";
import type { Env } from "./env.ts";
import { Journey } from "./journey.ts";
import { Places } from "./places.ts";
import { relayOf, roomOf } from "./stubs.ts";

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
	const { region } = admission;
	const journey = new Journey(places, `${region}/${roomName(address)}`);
	for (;;) {
		const id = journey.next(Date.now(), Math.random());
		const relay = id === undefined ? undefined : relayOf(env, address, { id, region });
		const request = admissionRequest({ ...admission, full: journey.full });
		const response = await (relay ?? roomOf(env, address)).fetch(request);
		const directions = readDirections(response);
		if (directions === undefined) return response;
		journey.sent(directions, Date.now());
	}
}
