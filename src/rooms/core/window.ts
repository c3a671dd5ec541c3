/**
 * What each further socket adds to the time between two flushes, in milliseconds. A frame costs the runtime two thirds of
 * this whatever is in it, so a room that flushes at this pace leaves a third of its time to what comes in.
 */
const MS_PER_SOCKET = 0.05;
/** How much of its time a room may spend on flushes, where they cost more than that: then it is busy with other things too. */
const WINDOW_PER_COST = 1.3;

/**
 * The least time from the begin of a flush to the begin of the next, in milliseconds.
 *
 * @param costMs how long flushes took of late, until the runtime had sent everything
 */
export function flushWindow(readers: number, maxDelayMs: number, costMs = 0): number {
	return Math.min(maxDelayMs, Math.max(readers * MS_PER_SOCKET, costMs * WINDOW_PER_COST));
}
