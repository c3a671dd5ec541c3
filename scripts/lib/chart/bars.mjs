import { element, escape, text } from "./element.mjs";
import { short } from "./format.mjs";
import { frame, HEIGHT, PLOT, placeY } from "./frame.mjs";
import { colour } from "./page.mjs";
import { scaleOf } from "./scale.mjs";

/** What share of a group's place its bars take. */
const FILLED = 0.84;

/**
 * Bars in groups, each with its number above it. On a scale by powers of ten the lengths are no measure of the ratios:
 * the numbers and the lines across are.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.subtitle]
 * @param {readonly string[]} options.groups
 * @param {string} options.xLabel what the groups are
 * @param {import("./scale.mjs").Kind} options.scale
 * @param {readonly { name: string, values: readonly (number | undefined)[] }[]} options.series a value for each group;
 * where there is none, the place says so
 */
export function barChart({ title, subtitle, groups, xLabel, scale, series }) {
	const y = scaleOf(
		scale,
		series.flatMap(({ values }) => values.filter((value) => value !== undefined)),
	);
	const width = (PLOT.right - PLOT.left) / groups.length;
	const bar = (width * FILLED) / series.length;
	const drawn = groups.flatMap((group, place) => {
		const left = PLOT.left + place * width;
		const bars = series.map(({ name, values }, index) =>
			oneBar(values[place], { name, index, y, x: left + (width * (1 - FILLED)) / 2 + index * bar, width: bar }),
		);
		return [...bars, text(group, { x: left + width / 2, y: PLOT.bottom + 20, class: "ink", "text-anchor": "middle" })];
	});
	const names = series.map(({ name }) => name);
	return { svg: frame({ title, subtitle, names, y, xLabel }) + drawn.join(""), height: HEIGHT };
}

/**
 * @param {number | undefined} value
 * @param {{ name: string, index: number, y: import("./scale.mjs").Scale, x: number, width: number }} place
 */
function oneBar(value, { name, index, y, x, width }) {
	const label = { x: x + width / 2, class: "ink value", "text-anchor": "middle" };
	if (value === undefined) return text("–", { ...label, y: PLOT.bottom - 5 });
	const top = placeY(y, value);
	const shape = { class: `f${colour(index)}`, x: x + 1.5, y: top, width: width - 3, height: PLOT.bottom - top, rx: 2 };
	return (
		element("rect", shape, element("title", {}, escape(`${name}: ${short(value)}`))) +
		text(short(value), { ...label, y: top - 4 })
	);
}
