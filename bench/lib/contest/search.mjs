/** How near the search comes: the highest rate held is less than this much below one that was not. */
export const STEP = 1.06;

/** How many runs it may take, and how many where an earlier round gave the guess. */
export const TRIES = 6;
export const TRIES_AGAIN = 4;

/** How much more must come of more messages under way, so that still more are tried. */
const GAIN = 1.1;

/**
 * @template Result
 * @typedef {(rate: number) => Promise<{ held: boolean, result: Result }>} Try
 */

/**
 * The highest rate that is held: from a guess upwards until one is not held, or downwards until one is, with steps that
 * grow, and then halfway between the two until they are near each other.
 *
 * @template Result
 * @param {number} guess
 * @param {Try<Result>} attempt
 * @param {number} [most] how many runs it may take
 * @returns {Promise<{ rate: number, result: Result } | undefined>} nothing where none was held
 */
export async function highestHeld(guess, attempt, most = TRIES) {
	let best;
	let above = Number.POSITIVE_INFINITY;
	let rate = guess;
	let step = STEP;
	for (let tries = 0; tries < most; tries++) {
		const { held, result } = await attempt(rate);
		if (held) best = { rate, result };
		else above = rate;
		if (best !== undefined && above <= best.rate * STEP * 1.001) break;
		if (best !== undefined && above < Number.POSITIVE_INFINITY) rate = Math.sqrt(best.rate * above);
		else {
			rate = held ? rate * step : rate / step;
			step **= 2;
		}
	}
	return best;
}

/**
 * What is reached with ever more messages under way, until more no longer brings more: the guess that the search begins
 * with.
 *
 * @param {(underWay: number) => Promise<number>} flood answers the rate that it reached
 */
export async function reachedInFlood(flood) {
	let best = 0;
	for (const underWay of [2, 8, 32, 128, 512]) {
		const reached = await flood(underWay);
		const isMore = reached > best * GAIN;
		best = Math.max(best, reached);
		if (!isMore) break;
	}
	return best;
}
