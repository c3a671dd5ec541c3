import { expect, test } from "vitest";
import { isHeld } from "../../bench/lib/contest/held.mjs";
import { highestHeld, reachedInFlood, STEP } from "../../bench/lib/contest/search.mjs";
import { summarize } from "../../bench/lib/contest/summary.mjs";
import { growth } from "../../bench/lib/load/backlog.mjs";
import { Samples } from "../../bench/lib/load/samples.mjs";
import { median, medians } from "../../bench/lib/median.mjs";
import { readOptions } from "../../bench/lib/options.mjs";
import { targets } from "../../bench/lib/report/targets.mjs";

function limitedTo(limit: number) {
	const asked: number[] = [];
	const attempt = async (rate: number) => {
		asked.push(rate);
		return { held: rate <= limit, result: rate };
	};
	return { asked, attempt };
}

const roundOf = (deliveriesPerSecond: number, held: boolean, lost: number) => ({
	memory: 1,
	single: { p50: 1 },
	highest: { deliveriesPerSecond },
	fixed: [{ rate: 10, held, ...(held ? { p99: deliveriesPerSecond } : {}) }],
	lost,
});

const rowOf = (name: string, deliveriesPerSecond: number, untilLast: number) => ({
	name,
	subscribers: 1000,
	highest: { deliveriesPerSecond },
	single: { untilLast, p50: 1 },
	fixed: [{ held: true }, { held: true }, { held: true, p99: 100, lost: 0 }],
	lost: 0,
});

test("the search comes near the highest rate that is held, wherever it begins", async () => {
	for (const guess of [70, 95, 100, 105, 140]) {
		const found = await highestHeld(guess, limitedTo(100).attempt);
		expect(found?.rate).toBeLessThanOrEqual(100);
		expect(found?.rate).toBeGreaterThan(100 / STEP / 1.001);
	}
});

test("a good guess takes two runs, and where nothing is held the search ends", async () => {
	const { asked, attempt } = limitedTo(103);
	await highestHeld(100, attempt);
	expect(asked).toHaveLength(2);
	expect(await highestHeld(100, limitedTo(0).attempt)).toBeUndefined();
});

test("a flood grows until more under way brings no more", async () => {
	const asked: number[] = [];
	const flood = async (underWay: number) => {
		asked.push(underWay);
		return Math.min(underWay * 10, 300);
	};
	expect(await reachedInFlood(flood)).toBe(300);
	expect(asked).toEqual([2, 8, 32, 128]);
});

test("a backlog's growth is that of the line through it, not of its teeth", () => {
	const samples = Array.from({ length: 60 }, (_, i) => [i * 50, i % 4] as const);
	expect(Math.abs(growth(samples))).toBeLessThan(0.1);
	expect(growth(samples.map(([ms, size]) => [ms, size + ms * 0.02] as const))).toBeCloseTo(20, 0);
	expect(growth([])).toBe(0);
});

test("a rate is held when nothing was refused or lost and the backlog stays", () => {
	const plan = { rate: 100, seconds: 4, batch: 1 };
	const good = { refused: 0, lost: 0, accepted: 400, growth: 1 };
	expect(isHeld(good, plan)).toBe(true);
	expect(isHeld({ ...good, growth: 4 }, plan)).toBe(false);
	expect(isHeld({ ...good, lost: 1 }, plan)).toBe(false);
	expect(isHeld({ ...good, refused: 1 }, plan)).toBe(false);
	expect(isHeld({ ...good, growth: 0.3 }, { rate: 2, seconds: 3, batch: 1 })).toBe(true);
});

test("medians are of numbers that were measured", () => {
	expect(median([3, 1, 2])).toBe(2);
	expect(median([4, 1])).toBe(1);
	expect(median([])).toBeNaN();
	expect(medians([{ a: 1, held: true }, { a: 5 }, { a: 3 }])).toEqual({ a: 3 });
});

test("quantiles come from all samples, or from a share of them", () => {
	const samples = new Samples(100);
	for (let i = 0; i < 100; i++) samples.add(i);
	expect(samples.quantile(0.5)).toBe(50);
	for (let i = 0; i < 10_000; i++) samples.add(1000);
	expect(samples.quantile(0.9)).toBe(1000);
});

test("a round that did not hold a rate is outvoted, and what was lost adds up", () => {
	const summary: unknown = summarize([roundOf(1, true, 2), roundOf(2, false, 0), roundOf(3, true, 1)]);
	expect(summary).toMatchObject({ highest: { deliveriesPerSecond: 2 }, lost: 3, fixed: [{ held: true, p99: 1 }] });
	expect(summarize([roundOf(1, false, 0), roundOf(2, false, 0), roundOf(3, true, 0)])).toMatchObject({
		fixed: [{ rate: 10, held: false }],
	});
});

test("the report judges what was measured, and says nothing of the rest", () => {
	const lines = targets([rowOf("Parlour", 600_000, 50), rowOf("bare Durable Object", 30_000, 40)]);
	expect(lines.map((line) => /\*\*(.*)\*\*/.exec(line)?.[1])).toEqual(["held", "held", "MISSED", "held"]);
	expect(lines[0]).toContain("20.00 times");
	expect(lines[2]).toContain("1.25 times");
});

test("a part of the bench is not kept, and a stranger is refused", () => {
	expect(readOptions([], ["a"])).toMatchObject({
		names: ["a"],
		subscribers: [1, 100, 1000, 5000],
		rounds: 3,
		keep: true,
	});
	expect(readOptions(["--quick"], ["a"])).toMatchObject({ rounds: 1, keep: false });
	expect(readOptions(["--subscribers", "10,20"], ["a"])).toMatchObject({ subscribers: [10, 20], keep: false });
	expect(() => readOptions(["--only", "b"], ["a"])).toThrow('not "b"');
	expect(() => readOptions(["--subscribers", "x"], ["a"])).toThrow("numbers");
});
