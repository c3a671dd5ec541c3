import { median, medians } from "../median.mjs";

/**
 * The rounds of one contestant with one number of subscribers, as one row. A rate counts as held where most rounds held
 * it; what was lost is added up, because a median would hide it.
 *
 * @param {readonly any[]} rounds
 * @returns {any}
 */
export function summarize(rounds) {
	const highest = rounds.map((round) => round.highest).filter(Boolean);
	const [first] = rounds;
	return {
		rounds: rounds.length,
		memory: median(rounds.map(({ memory }) => memory)),
		single: medians(rounds.map(({ single }) => single)),
		highest: highest.length * 2 > rounds.length ? medians(highest) : undefined,
		fixed: first.fixed.map((/** @type {any} */ _, /** @type {number} */ index) =>
			fixedRate(rounds.flatMap(({ fixed }) => fixed[index] ?? [])),
		),
		lost: rounds.reduce((sum, { lost }) => sum + lost, 0),
	};
}

/** @param {readonly any[]} rounds */
function fixedRate(rounds) {
	const held = rounds.filter((round) => round.held);
	if (held.length * 2 <= rounds.length) return { rate: rounds[0].rate, held: false };
	return { ...medians(held), held: true };
}
