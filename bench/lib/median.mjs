/**
 * The middle one; of an even number, the lower of the two in the middle, so that it is one that was measured.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
	const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
	return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}

/**
 * The median of every number that some results have, each by itself.
 *
 * @param {readonly any[]} results
 * @returns {any}
 */
export function medians(results) {
	const [first = {}] = results;
	const names = Object.keys(first).filter((name) => typeof first[name] === "number");
	return Object.fromEntries(names.map((name) => [name, median(results.map((result) => result[name]))]));
}
