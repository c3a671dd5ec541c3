/**
 * A number as short as a chart wants it: 94k, 1.4M, 0.05.
 *
 * @param {number} value
 * @returns {string}
 */
export function short(value) {
	const size = Math.abs(value);
	if (size >= 999_500) return `${digits(value / 1e6)}M`;
	if (size >= 999.5) return `${digits(value / 1e3)}k`;
	return digits(value);
}

/** @param {number} value */
function digits(value) {
	const size = Math.abs(value);
	if (size >= 99.95 || Number.isInteger(value)) return value.toFixed(0);
	return String(Number(value.toPrecision(2)));
}
