/**
 * A table of Markdown: names to the left, numbers to the right.
 *
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 * @returns {string[]}
 */
export function table(heads, rows) {
	return [
		line(heads),
		line(heads.map((_, index) => (index === 0 ? ":--" : "--:"))),
		...rows.map((cells) => line(cells)),
	];
}

/** @param {readonly string[]} cells */
function line(cells) {
	return `| ${cells.join(" | ")} |`;
}

/** @param {number | undefined} value */
export function whole(value) {
	return value === undefined || Number.isNaN(value) ? "–" : Math.round(value).toLocaleString("en");
}

/**
 * @param {number | undefined} value
 * @param {number} [digits]
 */
export function decimal(value, digits = 1) {
	return value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits);
}
