/** Each try asks for this much more or less than the one before. */
export const STEP = 1.06;

/** How often the search may go the same way before it gives up. */
const TRIES = 10;

/**
 * @template Result
 * @typedef {(rate: number) => Promise<{ held: boolean, result: Result }>} Try
 */

/**
 * The highest rate that is held: from a guess upwards until one is not held, or downwards until one is.
 *
 * @template Result
 * @param {number} guess
 * @param {Try<Result>} attempt
 * @returns {Promise<{ rate: number, result: Result } | undefined>} nothing where none was held
 */
export async function highestHeld(guess, attempt) {
	let rate = guess;
	let best;
	for (let tries = 0; tries < TRIES; tries++) {
		const { held, result } = await attempt(rate);
		if (held) best = { rate, result };
		if (held !== (best !== undefined) || (held && rate < guess)) break;
		rate = held ? rate * STEP : rate / STEP;
	}
	return best;
}

/**
 * What is reached with ever more messages under way, until more no longer brings more: the guess that the search begins
 * with.
 *
 * @param {(underWay: number) => Promise<{ reached: number, p50: number }>} flood
 */
export async function reachedInFlood(flood) {
	let best = 0;
	for (const underWay of [2, 8, 32, 128, 512]) {
		const { reached, p50 } = await flood(underWay);
		if (reached < best * 1.05) return Math.max(best, reached);
		best = reached;
		if (p50 > 500) break;
	}
	return best;
}
