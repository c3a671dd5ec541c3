import type { Cursor } from "../../protocol/cursor.ts";
import { FaultError } from "../../protocol/fault.ts";

/** How far the log reaches. */
export interface Extent {
	readonly epoch: string;
	readonly head: number;
	readonly floor: number;
}

/** Where a reader begins, and what it must be told about it. */
export interface ResumePlan {
	readonly resumed: "fresh" | "complete" | "partial";
	/** The reader has, or will never get, everything up to here. */
	readonly from: number;
	/** What retention took: the events after `after` and before `before`. */
	readonly gap?: { readonly after: number; readonly before: number };
}

/**
 * Decides where a reader with this cursor begins. Without one it begins at the head. A cursor of another epoch, or ahead
 * of the head, says nothing about this log: the reader begins afresh and is told so.
 */
export function planResume(since: Cursor | undefined, log: Extent): ResumePlan {
	if (since === undefined || since.epoch !== log.epoch || since.seq > log.head)
		return { resumed: "fresh", from: log.head };
	if (since.seq >= log.floor) return { resumed: "complete", from: since.seq };
	return { resumed: "partial", from: log.floor, gap: { after: since.seq, before: log.floor + 1 } };
}

/**
 * The sequence number that a request names, by a cursor or by the number itself.
 *
 * @throws FaultError `unknown_cursor` where it does not stand in this log
 */
export function seqOf(position: Cursor | number, log: Extent): number {
	const known = typeof position === "number" || position.epoch === log.epoch;
	const seq = typeof position === "number" ? position : position.seq;
	if (!known || seq > log.head) throw new FaultError("unknown_cursor");
	return seq;
}
