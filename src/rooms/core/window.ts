/**
 * What each further socket adds to the time between two flushes, in milliseconds. A frame costs the runtime two thirds of
 * this whatever is in it, so a room that flushes at this pace leaves a third of its time to what comes in.
 */
const MS_PER_SOCKET = 0.05;
/** How much of its time a room may spend on flushes, where they cost more than that: then it is busy with other things too. */
const WINDOW_PER_COST = 1.3;

/**
 * Where messages come thick, flushes to few readers are most of what a room does. The window grows by so much for each
 * message that comes in a millisecond, up to the second, in milliseconds; a larger room's is longer than that anyway.
 */
const GROWTH_PER_RATE = 5;
const MOST_GROWN_MS = 25;

/** How things went of late. */
export interface Recent {
	/** How long flushes took until the runtime had sent everything, in milliseconds. */
	readonly costMs?: number;
	/** How many messages came in a millisecond. */
	readonly rate?: number;
}

/** The least time from the begin of a flush to the begin of the next, in milliseconds. */
export function flushWindow(readers: number, maxDelayMs: number, { costMs = 0, rate = 0 }: Recent = {}): number {
	const least = readers * MS_PER_SOCKET;
	const grown = Math.min(MOST_GROWN_MS, least * rate * GROWTH_PER_RATE);
	return Math.min(maxDelayMs, Math.max(least, grown, costMs * WINDOW_PER_COST));
}
