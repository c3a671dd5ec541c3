import { unwrap } from "../../door/answered.ts";
import { hintOf } from "../../door/region.ts";
import type { RelayCalls } from "../../door/relay-calls.ts";
import type { RoomCallsOfRelays } from "../../door/room-calls.ts";
import { relayName, type RoomAddress, roomName } from "../../door/room-name.ts";
import type { RelayPort, Uplink } from "../core/relay/delivery.ts";
import type { RoomEnv } from "./room-env.ts";

/** The lines from an object down to relays; none where the deployment binds no relays. */
export function relayPort({ RELAY }: RoomEnv, address: RoomAddress): RelayPort | undefined {
	if (RELAY === undefined) return undefined;
	// One stub for as long as it works: calls on one stub arrive in their order. One whose object was reset stays broken.
	const stubs = new Map<string, RelayCalls>();
	return {
		async deliver(id, delivery) {
			let stub = stubs.get(id);
			if (stub === undefined) {
				const locationHint = hintOf(id.slice(0, id.lastIndexOf(".")));
				const options = locationHint === undefined ? {} : { locationHint };
				stub = RELAY.getByName(relayName(address, id), options) as unknown as RelayCalls;
				stubs.set(id, stub);
			}
			try {
				return await stub.deliver(delivery);
			} catch (thrown) {
				stubs.delete(id);
				throw thrown;
			}
		},
	};
}

/** The line from a relay up to its room. */
export function uplink({ CHANNEL }: RoomEnv, address: RoomAddress): Uplink {
	// Each call has a stub of its own: none must wait for, or break with, another.
	const room = () => CHANNEL.getByName(roomName(address)) as unknown as RoomCallsOfRelays;
	// Except what a page says, which arrives in its order: calls on one stub do. One whose object was reset stays broken.
	let line: RoomCallsOfRelays | undefined;
	const inOrder = async <T>(run: (room: RoomCallsOfRelays) => Promise<T>): Promise<T> => {
		const used = (line ??= room());
		try {
			return await run(used);
		} catch (thrown) {
			if (line === used) line = undefined;
			throw thrown;
		}
	};
	return {
		enrol: (id, roll) => room().enrol(id, roll),
		report: (id, report) => room().report(id, report),
		page: (after) => room().page(after),
		publish: async (caller, message) => unwrap(await inOrder((used) => used.publish(caller, message))),
		async signal(caller, { name, data, session }) {
			unwrap(await inOrder((used) => used.signal(caller, { name, data }, session)));
		},
		call: async (caller, call, session) => unwrap(await room().call(caller, call, session)),
		acknowledge: (reached) => room().reached(reached),
	};
}
