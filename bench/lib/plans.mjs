/** Deliveries a second that are the same for all, so that their latencies can be compared. */
export const FIXED = [10_000, 100_000, 300_000];

/** With one subscriber there is no fan-out to measure: only how long one message takes. */
const ALONE = 1;

/** The subscribers at whose fixed rates there is a target. */
const STRICT = 1000;

/** From so many subscribers on a run takes twice as long. */
const MANY = 5000;

/** The publishes a second, with 100 subscribers, that Parlour is to hold. */
export const STEADY = 1000;

/**
 * What is measured with a number of subscribers.
 *
 * @param {number} subscribers
 * @param {{ seconds: number, quick: boolean, round?: number }} options
 * @returns {Omit<import("./contest/cell.mjs").Plan, "guess">}
 */
export function planFor(subscribers, { seconds, quick, round = 1 }) {
	// Latencies at fixed rates hardly differ from round to round; the highest rate does.
	const fixed = subscribers === ALONE || (round > 1 && subscribers !== STRICT) ? [] : FIXED;
	const rates = fixed.map((deliveries) => deliveries / subscribers);
	return {
		subscribers,
		// With many subscribers there are few flushes in a second, and a backlog that does not grow shows only over many.
		seconds: subscribers >= MANY ? seconds * 2 : seconds,
		rates: quick ? rates.slice(0, 1) : rates,
		search: subscribers !== ALONE,
		patient: !quick,
	};
}
