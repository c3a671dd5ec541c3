import { BACKOFF_BASE_MS, BACKOFF_CAP_MS } from "./timing.ts";

/**
 * How long to wait after so many failures in a row: full jitter, evenly between 0 and a bound that doubles. Without the
 * jitter all readers of a room would come back in the same instant after a deploy.
 *
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: number): number {
	return random * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** failures);
}
