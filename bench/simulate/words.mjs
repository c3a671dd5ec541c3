/** @param {number} value */
export function count(value) {
	if (value >= 1e12) return `${trim(value / 1e12)} trillion`;
	if (value >= 1e9) return `${trim(value / 1e9)} billion`;
	return (value >= 10 ? Math.round(value) : Number(value.toFixed(1))).toLocaleString("en");
}

/** @param {number} value */
export function dollars(value) {
	return `$${Math.round(value).toLocaleString("en")}`;
}

/**
 * Less than a cent, with two figures.
 *
 * @param {number} value
 */
export function small(value) {
	const places = Math.max(2, 1 - Math.floor(Math.log10(value)));
	return `$${value.toFixed(places)}`;
}

/** @param {number} value */
export function milliseconds(value) {
	return `${Math.round(value)} ms`;
}

/** @param {number} share */
export function percent(share) {
	return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)}%`;
}

/** @param {number} value */
function trim(value) {
	return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(2);
}
