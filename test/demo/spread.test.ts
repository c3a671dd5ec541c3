import { describe, expect, test } from "vitest";
import { inWords, spreadOf } from "../../demo/page/test/spread.ts";

describe("the spread of latencies", () => {
	test("names percentiles that there were, whatever the order", () => {
		const durations = Array.from({ length: 200 }, (_, index) => ((index * 77) % 200) + 1);
		const spread = spreadOf(durations);
		expect(spread).toMatchObject({ p50: 100, p95: 190, p99: 198, most: 200 });
		expect(spread && inWords(spread)).toBe("p50 100 ms · p95 190 ms · p99 198 ms · most 200 ms");
	});

	test("counts each duration in one bin", () => {
		for (const durations of [[5], [0, 0, 0], [0, 1, 2, 3, 1_000]]) {
			const { bins = [] } = spreadOf(durations) ?? {};
			expect(bins.reduce((sum, count) => sum + count, 0)).toBe(durations.length);
		}
		expect(spreadOf([])).toBeUndefined();
	});
});
