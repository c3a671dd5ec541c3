/**
 * How values become places: straight or by powers of ten.
 *
 * @typedef {"linear" | "log"} Kind
 *
 * @typedef {object} Scale
 * @property {(value: number) => number} at from 0 to 1
 * @property {readonly number[]} ticks values worth a line
 */

/**
 * A scale that begins and ends at round values.
 *
 * @param {Kind} kind
 * @param {readonly number[]} values all that must have a place
 * @returns {Scale}
 */
export function scaleOf(kind, values) {
	const known = values.filter((value) => Number.isFinite(value) && (kind === "linear" || value > 0));
	if (known.length === 0) return { at: () => 0, ticks: [] };
	return kind === "log" ? logScale(known) : linearScale(known);
}

/** @param {readonly number[]} values */
function logScale(values) {
	const low = Math.floor(Math.log10(Math.min(...values)));
	const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
	const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
	return { at: (/** @type {number} */ value) => (Math.log10(value) - low) / (high - low), ticks };
}

/** @param {readonly number[]} values */
function linearScale(values) {
	const highest = Math.max(...values, 0);
	const lowest = Math.min(...values, 0);
	const step = roundStep((highest - lowest || 1) / 5);
	const begin = Math.floor(lowest / step);
	const end = Math.max(begin + 1, Math.ceil(highest / step));
	const ticks = Array.from({ length: end - begin + 1 }, (_, index) => (begin + index) * step);
	return { at: (/** @type {number} */ value) => (value / step - begin) / (end - begin), ticks };
}

/**
 * The next of 1, 2 and 5 with any number of noughts.
 *
 * @param {number} least
 */
function roundStep(least) {
	const power = 10 ** Math.floor(Math.log10(least));
	return ([1, 2, 5].find((digit) => digit * power >= least) ?? 10) * power;
}
