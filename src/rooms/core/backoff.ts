const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between the tries of a delivery; the last one repeats. */
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR] as const;

/** How long a delivery is tried, in milliseconds. */
export const DELIVERY_LIFE_MS = 72 * HOUR;

/** The pause after the given number of tries, in milliseconds: up to a fifth longer, so that rooms do not try in step. */
export function retryPause(tries: number, random: number): number {
	const pause = PAUSES[Math.min(tries, PAUSES.length) - 1] ?? PAUSES[0];
	return Math.round(pause * (1 + random / 5));
}
