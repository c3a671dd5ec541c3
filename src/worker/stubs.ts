import { type RoomAddress, roomName } from "../door/room-name.ts";
import type { Answered } from "../door/answered.ts";
import type { RoomCalls } from "../door/room-calls.ts";
import { FaultError } from "../protocol/fault.ts";
import type { Env } from "./env.ts";

/** The one place where a name becomes an object. A new stub each time: one whose object was reset stays broken. */
export function roomOf(env: Env, address: RoomAddress): RoomCalls {
	// The runtime's own type for a stub follows every value it may carry, and JSON, being recursive, has no end to follow.
	return env.CHANNEL.getByName(roomName(address)) as unknown as RoomCalls;
}

/** Takes a room's answer apart. @throws FaultError the fault that the room answered with */
export function unwrap<T>(answered: Answered<T>): T {
	if ("fault" in answered) {
		const { code, message, retryAfter, newer } = answered.fault;
		throw new FaultError(code, message, { retryAfter, newer });
	}
	return answered.ok;
}
