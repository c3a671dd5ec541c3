import type { Json } from "../../protocol/json.ts";
import type { Caller } from "./access.ts";
import type { AreaRules } from "../../config/rules.ts";
import type { Remembered, Sink } from "./ports.ts";

/** One who reads a channel: a socket, or a poll that waits. */
export interface Reader {
	readonly kind: "socket" | "poll";
	readonly session: string;
	/** Renewed in place when a ticket is. */
	caller: Caller;
	readonly sink: Sink;
	/** Everything up to this number has been handed over. Fan-out and catching up are the only ones that move it. */
	position: number;
	/** Where it was let in, if it may not read what was before. */
	readonly floor?: number;
	/** When it was last heard of, heartbeats aside; milliseconds since 1970. After sleep, as far as that was remembered. */
	seenAt: number;
	/** A heartbeat of before the clock was set back, which says nothing any more. */
	voidHeartbeat?: number;
	/** Own presence data. */
	state?: Json;
}

/** A socket as it comes to an object, and as it is found again after sleep. */
export interface Arrival extends Remembered {
	readonly sink: Sink;
}

/**
 * Returns the reader behind a socket.
 *
 * @param position where it stands; also where it was let in, if nothing else is known
 * @param seenAt when it was last heard of, in milliseconds since 1970
 */
export function socketReader(
	{ session, caller, sink, state, floor }: Arrival,
	{ position, seenAt, rules }: { position: number; seenAt: number; rules: Pick<AreaRules, "readHistory"> },
): Reader {
	const known = rules.readHistory ? undefined : (floor ?? position);
	return {
		kind: "socket",
		session,
		caller,
		sink,
		position,
		seenAt,
		...(state !== undefined && { state }),
		...(known !== undefined && { floor: known }),
	};
}

/** The user id of a reader, where it has one. */
export function userIdOf(reader: { readonly caller: Caller }): string | undefined {
	return reader.caller.kind === "member" ? reader.caller.user.id : undefined;
}

/** Gives a socket its member's own data, which is found with any of their sockets after sleep. */
export function share(reader: Reader, state: Json | undefined): void {
	if (state === undefined || reader.state === state) return;
	reader.state = state;
	reader.sink.remember(reader);
}
