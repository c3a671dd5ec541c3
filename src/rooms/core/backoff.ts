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

/**
 * Whether a delivery is due. One that is due later than its pause can have been is due as well: the clock was set back
 * since it was put off.
 */
export function isDue({ nextAt, tries }: { readonly nextAt: number; readonly tries: number }, nowMs: number): boolean {
	const longest = tries === 0 ? 0 : retryPause(tries, 1);
	return nextAt <= nowMs || nextAt - nowMs > longest;
}
