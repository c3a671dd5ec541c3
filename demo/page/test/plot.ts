import { inWords, milliseconds, type Spread } from "./spread.ts";

const HEIGHT = 150;
/** Room above the bars for the marks' names, and below for the axis. */
const ABOVE = 18;
const BELOW = 20;
const FLOOR = HEIGHT - BELOW;

/**
 * Draws a histogram of latencies with its percentiles.
 *
 * @param width in CSS pixels: drawn as wide as it is shown, its text has the size of the page's
 */
export function plot(spread: Spread, width: number): SVGSVGElement {
	const picture = shape("svg", { class: "plot", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img" });
	picture.setAttribute("aria-label", `Histogram of latencies: ${inWords(spread)}`);
	picture.append(...bars(spread.bins, width), shape("line", { class: "axis", x1: 0, x2: width, y1: FLOOR, y2: FLOOR }));
	picture.append(label("0", 0, HEIGHT - 5, "start"), label(milliseconds(spread.most), width, HEIGHT - 5, "end"));
	picture.append(...marks(spread, width));
	return picture;
}

function bars(bins: readonly number[], whole: number): SVGElement[] {
	const highest = Math.max(...bins);
	const width = whole / bins.length;
	return bins.flatMap((count, index) => {
		if (count === 0) return [];
		// A bin of one must still be seen beside one of thousands.
		const height = Math.max(1.5, (count / highest) * (FLOOR - ABOVE));
		return shape("rect", {
			class: "bar",
			x: index * width + 0.75,
			y: FLOOR - height,
			width: width - 1.5,
			height,
			rx: 1.5,
		});
	});
}

/** A line for each percentile; a name only where it does not run into the one before. */
function marks({ p50, p95, p99, most }: Spread, width: number): SVGElement[] {
	let free = 0;
	return Object.entries({ p50, p95, p99 }).flatMap(([name, value]) => {
		const x = most === 0 ? 0 : Math.min(width - 1, (value / most) * width);
		const line = shape("line", { class: "mark-line", x1: x, x2: x, y1: ABOVE - 4, y2: FLOOR });
		const place = Math.max(14, Math.min(width - 14, x));
		if (place - 14 < free) return [line];
		free = place + 18;
		return [line, label(name, place, ABOVE - 8, "middle")];
	});
}

function label(text: string, x: number, y: number, anchor: string): SVGElement {
	const element = shape("text", { class: "mark-name", x, y, "text-anchor": anchor });
	element.textContent = text;
	return element;
}

function shape<K extends keyof SVGElementTagNameMap>(
	tag: K,
	attributes: { readonly [name: string]: string | number },
): SVGElementTagNameMap[K] {
	const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	return element;
}
