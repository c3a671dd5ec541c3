import { FaultError } from "../../protocol/fault.ts";
import type { FaultCode } from "../../protocol/faults.ts";
import type { Caller } from "./access.ts";
import type { Sanctions } from "./sanctions.ts";

/** What a moderator does to a user. Times in milliseconds; 0 lifts a ban or a mute. */
export interface Measure {
	readonly user: string;
	readonly banMs?: number;
	readonly muteMs?: number;
}

/** What a measure leaves open. */
export interface Moderated {
	/** Whether the user, who is banned now, can read on as a guest. */
	readonly guests?: boolean;
}

/** @throws FaultError `forbidden` for all but origins and moderators */
export function assertModerator(caller: Caller): void {
	if (caller.kind === "origin") return;
	if (caller.kind === "guest") throw new FaultError("ticket_required");
	if (caller.user.role !== "moderator") throw new FaultError("forbidden", "Only moderators may do this.");
}

/**
 * Applies a measure. Answers the fault with which the user's connections end at once, in all tabs, if they do: a ban ends
 * them, and so does a measure that names neither a ban nor a mute, which is a kick.
 */
export function applyMeasure({ user, banMs, muteMs }: Measure, sanctions: Sanctions): FaultCode | undefined {
	if (muteMs !== undefined) sanctions.set("mute", user, muteMs);
	if (banMs !== undefined) sanctions.set("ban", user, banMs);
	if (banMs === undefined) return muteMs === undefined ? "kicked" : undefined;
	return banMs > 0 ? "banned" : undefined;
}
