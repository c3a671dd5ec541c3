import type { Json } from "../../protocol/json.ts";
import type { Caller } from "./access.ts";
import type { Call } from "./calls.ts";
import type { PresenceListener } from "./presence.ts";
import type { Reader } from "./reader.ts";

/** What has become of a reader: it came, has a new ticket, told of itself, or is out of the roster. */
export type Turn = "came" | "renewed" | "state" | "left";

/**
 * What an object does that is more than a channel: a user's inbox. Its room asks it for what concerns the rest of it. A
 * reader's state is its own there, and not that of all its user's tabs.
 */
export interface Annex {
	/** Calls with this component are answered here; all others by the origin. */
	readonly component: string;
	/** @throws FaultError */
	ask(caller: Caller, call: Call): Promise<Json>;
	/** Told of users coming and going, whatever the area's rules tell pages. */
	readonly presence: Pick<PresenceListener, "memberJoined" | "memberLeft">;
	readerChanged(reader: Reader, turn: Turn): void;
	/** When it wants its alarm, in milliseconds since 1970. */
	nextDue(): number | undefined;
	alarm(): void;
	/** What a webhook says that lies in the outbox; `undefined` where there is nothing left to say. */
	webhook(type: string, data: { readonly [key: string]: Json }): { readonly [key: string]: Json } | undefined;
}
