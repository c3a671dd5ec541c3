import { barChart } from "../../../scripts/lib/chart/bars.mjs";
import { page } from "../../../scripts/lib/chart/page.mjs";
import { FIXED } from "../plans.mjs";

/**
 * The results as a drawing.
 *
 * @param {readonly any[]} rows
 * @param {string} date
 * @returns {string}
 */
export function chart(rows, date) {
	const single = rows.filter(({ batch }) => batch === 1);
	const crowds = rowsBySubscribers(single.filter(({ subscribers }) => subscribers > 1));
	const [slow = 0] = FIXED;
	return page(
		[
			crowds({
				title: "Deliveries a second, highest rate held",
				subtitle: "All delivered, no growing backlog; single publishes of 200 bytes. More is better; logarithmic.",
				value: (row) => row.highest?.deliveriesPerSecond,
			}),
			crowds({
				title: `From publish to delivery at ${slow.toLocaleString("en")} deliveries a second: p99, ms`,
				subtitle: "Less is better; logarithmic.",
				value: (row) => (row.fixed[0]?.held ? row.fixed[0].p99 : undefined),
			}),
			crowds({
				title: "One publish into silence, until the last subscriber has it: median, ms",
				subtitle: "Less is better; logarithmic.",
				value: (row) => row.single.untilLast,
			}),
		],
		{
			label: "Parlour compared: deliveries a second, latency at a fixed rate, and the time of one publish",
			note: `${date}; medians of interleaved rounds on one machine, all on loopback. The table beside this has the numbers and the machine.`,
		},
	);
}

/** @param {readonly any[]} rows */
function rowsBySubscribers(rows) {
	const counts = [...new Set(rows.map(({ subscribers }) => subscribers))];
	const names = [...new Set(rows.map(({ name }) => name))];
	return (
		/** @type {{ title: string, subtitle: string, value: (row: any) => number | undefined }} */ { value, ...texts },
	) =>
		barChart({
			...texts,
			groups: counts.map((count) => count.toLocaleString("en")),
			xLabel: "subscribers",
			scale: "log",
			series: names.map((name) => ({
				name,
				values: counts.map((count) => {
					const row = rows.find((one) => one.name === name && one.subscribers === count);
					return row === undefined ? undefined : value(row);
				}),
			})),
		});
}
