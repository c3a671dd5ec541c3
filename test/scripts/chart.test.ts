import { expect, test } from "vitest";
import { barChart } from "../../scripts/lib/chart/bars.mjs";
import { element, text } from "../../scripts/lib/chart/element.mjs";
import { short } from "../../scripts/lib/chart/format.mjs";
import { lineChart } from "../../scripts/lib/chart/lines.mjs";
import { page } from "../../scripts/lib/chart/page.mjs";
import { scaleOf } from "../../scripts/lib/chart/scale.mjs";

test("a scale by powers of ten begins and ends at powers", () => {
	const { at, ticks } = scaleOf("log", [28_000, 770_000, 0]);
	expect(ticks).toEqual([10_000, 100_000, 1_000_000]);
	expect(at(10_000)).toBe(0);
	expect(at(100_000)).toBeCloseTo(0.5);
	expect(scaleOf("log", [100]).ticks).toEqual([100, 1000]);
	expect(scaleOf("log", []).ticks).toEqual([]);
});

test("a straight scale begins at nought and has round steps", () => {
	const { at, ticks } = scaleOf("linear", [3, 87]);
	expect(ticks).toEqual([0, 20, 40, 60, 80, 100]);
	expect(at(50)).toBe(0.5);
	expect(scaleOf("linear", [0]).ticks.length).toBeGreaterThan(1);
	expect(scaleOf("linear", [-5, 5]).ticks[0]).toBeLessThanOrEqual(-5);
});

test("numbers are short", () => {
	expect([770_123, 1_400_000, 28_300, 999_900, 94, 9.44, 0.05, 1000, 10_000, 129.6].map(short)).toEqual([
		"770k",
		"1.4M",
		"28k",
		"1M",
		"94",
		"9.4",
		"0.05",
		"1k",
		"10k",
		"130",
	]);
});

test("what others write is text and never markup", () => {
	expect(element("g", { class: 'a"b' }, text("<b>&", { x: 1.234, y: 0, class: "c" }))).toBe(
		'<g class="a&quot;b"><text x="1.2" y="0" class="c">&lt;b&gt;&amp;</text></g>',
	);
});

test("bars stand on the axis, and a missing one says so", () => {
	const { svg } = barChart({
		title: "t",
		groups: ["100", "1,000"],
		xLabel: "subscribers",
		scale: "log",
		series: [
			{ name: "one", values: [10, 1000] },
			{ name: "two", values: [undefined, 100] },
		],
	});
	expect(svg.match(/<rect class="f\d" [^>]*><title>/g)).toHaveLength(3);
	expect(svg).toContain(">–</text>");
	expect(svg).toContain(">1k</text>");
	expect(svg).not.toContain("NaN");
});

test("a line has a dot for each point", () => {
	const points = [1, 10, 100].map((x) => [x, x * x] as const);
	const chart = lineChart({
		title: "t",
		x: { label: "x", scale: "log" },
		scale: "linear",
		series: [{ name: "a & b", points }],
	});
	expect(chart.svg.match(/<circle/g)).toHaveLength(3);
	expect(chart.svg).toContain("a &amp; b: 10, 100");
	expect(chart.svg).not.toContain("NaN");
});

test("a page is as high as its charts and readable on any ground", () => {
	const svg = page(
		[
			{ svg: "<g/>", height: 100 },
			{ svg: "<g/>", height: 200 },
		],
		{ label: "l", note: "n" },
	);
	expect(svg).toContain('viewBox="0 0 880 336"');
	expect(svg).toContain("prefers-color-scheme:dark");
	expect(svg).toContain('aria-label="l"');
});
