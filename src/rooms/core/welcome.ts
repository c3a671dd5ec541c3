import type { AreaRules } from "../../config/rules.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Presence } from "../../protocol/server-frames.ts";
import { mayOf, selfOf } from "./access.ts";
import { type Encoded, encodeFrame } from "./encode.ts";
import type { Reader } from "./reader.ts";
import type { ResumePlan } from "./resume.ts";

/** What a room tells a newcomer about itself. */
export interface RoomView {
	/** The head's cursor. */
	readonly cursor: string;
	readonly rules: AreaRules;
	readonly presence: Presence | undefined;
}

/** The frame that comes first: where the log stands, who the reader is, what it missed and what it may do. */
export function encodeWelcome(
	reader: Reader,
	{ resumed, gap }: ResumePlan,
	{ cursor, rules, presence }: RoomView,
): Encoded {
	return encodeFrame({
		type: "welcome",
		cursor,
		session: reader.session,
		you: selfOf(reader.caller),
		resumed,
		gap,
		presence,
		may: mayOf(reader.caller, rules),
		limits: { messageBytes: rules.messageBytes, heartbeat: LIMITS.heartbeatMs },
	});
}
