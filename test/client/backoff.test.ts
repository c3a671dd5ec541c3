import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff } from "../../src/client/core/backoff.ts";
import { BACKOFF_BASE_MS, BACKOFF_CAP_MS } from "../../src/client/core/timing.ts";

describe("backoff", () => {
	it("[CLIENT3] waits evenly between 0 and a bound that doubles up to a cap", () => {
		expect(backoff(1, 0)).toBe(0);
		expect(backoff(1, 0.999999)).toBeLessThan(1_000);
		expect(backoff(3, 0.5)).toBe(0.5 * BACKOFF_BASE_MS * 8);
		expect(backoff(1_000, 0.5)).toBe(0.5 * BACKOFF_CAP_MS);
	});

	it("[CLIENT3] stays within its bounds for any number of failures", () => {
		fc.assert(
			fc.property(fc.nat(5_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
				const ms = backoff(failures, random);
				expect(ms).toBeGreaterThanOrEqual(0);
				expect(ms).toBeLessThanOrEqual(Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** failures));
			}),
			{ seed: 20_260_901, numRuns: 500 },
		);
	});
});
