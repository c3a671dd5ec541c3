/** @typedef {import("./tree.mjs").Span} Span */

/**
 * When half of all readers have the frame, and when the last has it, in ms; and where that one is.
 *
 * @param {readonly Span[]} spans
 */
export function spreadOf(spans) {
	const some = spans.filter(({ readers }) => readers > 0);
	const last = some.reduce((worst, span) => (span.to > worst.to ? span : worst));
	return { halfMs: shareAt(some, 0.5), lastMs: last.to, region: last.region };
}

/**
 * The time at which a share of all readers have it, to a tenth of a millisecond.
 *
 * @param {readonly Span[]} spans
 * @param {number} share
 */
function shareAt(spans, share) {
	const wanted = spans.reduce((sum, { readers }) => sum + readers, 0) * share;
	let [low, high] = [0, Math.max(...spans.map(({ to }) => to))];
	while (high - low > 0.1) {
		const middle = (low + high) / 2;
		const served = spans.reduce((sum, span) => sum + servedAt(span, middle), 0);
		if (served < wanted) low = middle;
		else high = middle;
	}
	return high;
}

/**
 * @param {Span} span
 * @param {number} at
 */
function servedAt({ from, to, readers }, at) {
	return to === from ? (at < to ? 0 : readers) : readers * Math.min(1, Math.max(0, (at - from) / (to - from)));
}
