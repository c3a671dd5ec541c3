import type { EventFrame, Member, Presence, SignalFrame } from "../../protocol/server-frames.ts";
import type { ParlourError } from "./errors.ts";
import type { Gap } from "./reader.ts";
import type { StateCode, StateName } from "./state.ts";

/** A change of state. */
export interface StateChange {
	readonly from: StateName;
	readonly to: StateName;
	readonly code: StateCode;
	/** What the room said, for people; may be empty. */
	readonly reason: string;
}

/** Who came, who left, and how many there are; after a welcome, who is there. */
export interface PresenceChange extends Presence {
	readonly joined?: readonly Member[];
	readonly left?: readonly string[];
}

/** What handlers can be added for. */
export interface Topics {
	readonly event: EventFrame;
	readonly signal: SignalFrame;
	readonly state: StateChange;
	readonly gap: Gap;
	readonly signalsLost: undefined;
	readonly presence: PresenceChange;
	/** What keeps the channel from being live, where it is more than a moment; `undefined` once that has passed. */
	readonly trouble: ParlourError | undefined;
}
