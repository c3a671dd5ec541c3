/**
 * What each further socket adds to the time between two flushes, in milliseconds. A frame costs the runtime about a third
 * of this whatever is in it, so a room that flushes at this pace leaves most of its time to what comes in.
 */
const MS_PER_SOCKET = 0.1;

/** The least time between two flushes to this many readers, in milliseconds. */
export function flushWindow(readers: number, maxDelayMs: number): number {
	return Math.min(maxDelayMs, readers * MS_PER_SOCKET);
}
