/**
 * What the platform asks, in US dollars, on the Workers Paid plan. `each` is the price of a million, `included` what a
 * month has for nothing, `rounded` whether a begun million counts in full, as the page's own examples reckon.
 *
 * Read on 2026-11-21 in stored copies of
 * https://developers.cloudflare.com/durable-objects/platform/pricing and
 * https://developers.cloudflare.com/workers/platform/pricing (the newest of 2026; they carry no date of their own).
 */
export const PRICES = {
	readOn: "2026-11-21",
	plan: 5,
	meters: {
		workerRequests: { title: "Worker requests", each: 0.3, included: 10e6 },
		workerCpuMs: { title: "Worker CPU", each: 0.02, included: 30e6 },
		objectRequests: { title: "object requests", each: 0.15, included: 1e6, rounded: true },
		gigabyteSeconds: { title: "object duration", each: 12.5, included: 400e3, rounded: true },
		rowsWritten: { title: "rows written", each: 1, included: 50e6 },
	},
	/** An object's duration is billed as if it had all of this, whatever it uses. */
	gigabytesPerObject: 0.128,
};

/** @typedef {keyof typeof PRICES.meters} Meter */
/** @typedef {Record<Meter, number>} Usage */

/**
 * A month's bill.
 *
 * @param {Usage} usage
 */
export function billFor(usage) {
	const parts = Object.entries(PRICES.meters).map(([meter, price]) => {
		const over = Math.max(0, usage[/** @type {Meter} */ (meter)] - price.included) / 1e6;
		return { title: price.title, dollars: ("rounded" in price ? Math.ceil(over) : over) * price.each };
	});
	const total = parts.reduce((sum, { dollars }) => sum + dollars, PRICES.plan);
	const most = parts.reduce((best, part) => (part.dollars > best.dollars ? part : best), {
		title: "the plan",
		dollars: PRICES.plan,
	});
	return { parts, total, most };
}
