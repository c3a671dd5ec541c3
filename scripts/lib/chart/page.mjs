import { element, text } from "./element.mjs";

export const WIDTH = 880;

/**
 * Colours that stay apart in light and in dark, also for most who see fewer colours. The first is for what a chart is
 * about.
 */
const LIGHT = ["#c2410c", "#64748b", "#0e7490", "#7c3aed", "#15803d", "#eab308", "#be185d"];
const DARK = ["#fb923c", "#94a3b8", "#22d3ee", "#a78bfa", "#4ade80", "#facc15", "#f472b6"];

/**
 * @param {readonly string[]} colours
 * @param {{ paper: string, ink: string, soft: string, grid: string }} rest
 */
const theme = (colours, { paper, ink, soft, grid }) =>
	[
		`.paper{fill:${paper}}.ink,.title{fill:${ink}}.soft{fill:${soft}}.grid{stroke:${grid}}.axis{stroke:${soft}}.dot{stroke:${paper}}`,
		...colours.map((colour, index) => `.f${index}{fill:${colour}}.s${index}{stroke:${colour}}`),
	].join("");

const STYLE =
	"text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}" +
	".title{font-size:15px;font-weight:600}.value{font-size:10.5px}.grid,.axis{stroke-width:1}.line{fill:none;stroke-width:2}" +
	theme(LIGHT, { paper: "#ffffff", ink: "#111827", soft: "#6b7280", grid: "#e5e7eb" }) +
	`@media (prefers-color-scheme:dark){${theme(DARK, { paper: "#0f1420", ink: "#f3f4f6", soft: "#9ca3af", grid: "#273041" })}}`;

/** The class number of a series' colour. */
export function colour(/** @type {number} */ index) {
	return index % LIGHT.length;
}

/**
 * A drawing of its own, with charts one below the other. It has a ground of its own too: a page's may be of either kind.
 *
 * @param {readonly { svg: string, height: number }[]} charts
 * @param {{ label: string, note?: string }} options `label`: what it shows, for those who cannot see it
 * @returns {string}
 */
export function page(charts, { label, note }) {
	let y = 12;
	const placed = charts.map(({ svg, height }) => {
		const at = y;
		y += height;
		return element("g", { transform: `translate(0 ${at})` }, svg);
	});
	const height = y + (note === undefined ? 8 : 24);
	const foot = note === undefined ? "" : text(note, { x: 24, y: height - 16, class: "soft value" });
	const paper = element("rect", { class: "paper", width: WIDTH, height });
	const frame = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height };
	return `${element("svg", { ...frame, role: "img", "aria-label": label }, `<style>${STYLE}</style>`, paper, ...placed, foot)}\n`;
}
