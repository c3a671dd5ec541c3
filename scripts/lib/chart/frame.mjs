import { element, text } from "./element.mjs";
import { short } from "./format.mjs";
import { colour, WIDTH } from "./page.mjs";

/** Where a chart's plot lies. */
export const PLOT = { left: 72, right: WIDTH - 24, top: 84, bottom: 304 };

/** How high a chart is with all around its plot. */
export const HEIGHT = 360;

/**
 * A title, what the series are called, and lines across at the ticks of the upright axis.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.subtitle]
 * @param {readonly string[]} options.names of the series
 * @param {import("./scale.mjs").Scale} options.y
 * @param {string} options.xLabel
 */
export function frame({ title, subtitle = "", names, y, xLabel }) {
	const { left, right, bottom } = PLOT;
	const lines = y.ticks.flatMap((tick, index) => [
		element("line", {
			class: index === 0 ? "axis" : "grid",
			x1: left,
			x2: right,
			y1: placeY(y, tick),
			y2: placeY(y, tick),
		}),
		text(short(tick), { x: left - 8, y: placeY(y, tick) + 4, class: "soft", "text-anchor": "end" }),
	]);
	return [
		text(title, { x: 24, y: 20, class: "title" }),
		text(subtitle, { x: 24, y: 39, class: "soft" }),
		legend(names),
		...lines,
		text(xLabel, { x: (left + right) / 2, y: bottom + 42, class: "soft", "text-anchor": "middle" }),
	].join("");
}

/**
 * @param {import("./scale.mjs").Scale} y
 * @param {number} value
 */
export function placeY(y, value) {
	return PLOT.bottom - Math.max(0, y.at(value)) * (PLOT.bottom - PLOT.top);
}

/** @param {readonly string[]} names */
function legend(names) {
	let x = 24;
	return names
		.map((name, index) => {
			const at = x;
			// There is no measuring of text here: about seven pixels a letter, and some air.
			x += 16 + name.length * 6.6 + 18;
			return (
				element("rect", { class: `f${colour(index)}`, x: at, y: 53, width: 10, height: 10, rx: 2 }) +
				text(name, { x: at + 15, y: 62, class: "ink" })
			);
		})
		.join("");
}
