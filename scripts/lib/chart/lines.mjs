import { element, escape, text } from "./element.mjs";
import { short } from "./format.mjs";
import { frame, HEIGHT, PLOT, placeY } from "./frame.mjs";
import { colour } from "./page.mjs";
import { scaleOf } from "./scale.mjs";

/**
 * Lines with a dot at each measured point.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.subtitle]
 * @param {{ label: string, scale: import("./scale.mjs").Kind, ticks?: readonly number[] }} options.x
 * @param {import("./scale.mjs").Kind} options.scale of the upright axis
 * @param {readonly { name: string, points: readonly (readonly [x: number, y: number])[] }[]} options.series
 */
export function lineChart({ title, subtitle, x: { label, scale: kind, ticks }, scale, series }) {
	const points = series.flatMap((one) => one.points);
	const x = scaleOf(
		kind,
		points.map(([value]) => value),
	);
	const y = scaleOf(
		scale,
		points.map(([, value]) => value),
	);
	const placeX = (/** @type {number} */ value) => PLOT.left + x.at(value) * (PLOT.right - PLOT.left);
	const marks = (ticks ?? x.ticks).map((tick) =>
		text(short(tick), { x: placeX(tick), y: PLOT.bottom + 20, class: "soft", "text-anchor": "middle" }),
	);
	const lines = series.map((one, index) => {
		const places = one.points.map(([across, up]) => ({
			x: placeX(across),
			y: placeY(y, up),
			told: `${short(across)}, ${short(up)}`,
		}));
		return oneLine(one.name, places, colour(index));
	});
	const names = series.map(({ name }) => name);
	return { svg: frame({ title, subtitle, names, y, xLabel: label }) + marks.join("") + lines.join(""), height: HEIGHT };
}

/**
 * @param {string} name
 * @param {readonly { x: number, y: number, told: string }[]} places
 * @param {number} number
 */
function oneLine(name, places, number) {
	const path = places.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
	const dots = places.map(({ x, y, told }) =>
		element(
			"circle",
			{ class: `dot f${number}`, cx: x, cy: y, r: 4 },
			element("title", {}, escape(`${name}: ${told}`)),
		),
	);
	return element("path", { class: `line s${number}`, d: path }) + dots.join("");
}
