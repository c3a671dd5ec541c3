import fc from "fast-check";
import { expect, test } from "vitest";
import { Bucket } from "../../../src/rooms/core/bucket.ts";

test("[RATE1] lets a burst through at once, then so many a second", () => {
	const bucket = new Bucket({ perSecond: 10, burst: 3 }, 0);
	expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([0, 0, 0, 100]);
	expect(bucket.take(50)).toBe(50);
	expect([100, 100, 200].map((at) => bucket.take(at))).toEqual([0, 100, 0]);
	expect([10_000, 10_000, 10_000, 10_000].map((at) => bucket.take(at))).toEqual([0, 0, 0, 100]);
});

test("[RATE1] whoever waits as long as it says gets through, and over any time it lets no more through than it may", () => {
	const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 200 }), burst: fc.integer({ min: 1, max: 50 }) });
	const pauses = fc.array(fc.nat(400), { minLength: 1, maxLength: 100 });
	fc.assert(
		fc.property(rate, pauses, ({ perSecond, burst }, waits) => {
			const bucket = new Bucket({ perSecond, burst }, 0);
			let now = 0;
			let taken = 0;
			for (const wait of waits) {
				now += wait;
				const left = bucket.take(now);
				const comesBack = left > 0 && wait % 3 === 0;
				if (comesBack) now += left;
				const refused = comesBack ? bucket.take(now) : 0;
				expect(refused).toBe(0);
				if (left === 0 || comesBack) taken += 1;
				expect(taken).toBeLessThanOrEqual(burst + (now * perSecond) / 1_000 + 1e-6);
			}
		}),
		{ seed: 7, numRuns: 500 },
	);
});

test("[RATE1] is no stricter where the clock is set back", () => {
	const bucket = new Bucket({ perSecond: 10, burst: 1 }, 1_000_000);
	expect(bucket.take(1_000_000)).toBe(0);
	expect(bucket.take(0)).toBe(100);
	expect(bucket.take(100)).toBe(0);
});

test("a bucket is full where forgetting it would change nothing", () => {
	const bucket = new Bucket({ perSecond: 10, burst: 2 }, 0);
	expect(bucket.isFull(0)).toBe(true);
	bucket.take(0);
	expect([99, 100].map((at) => bucket.isFull(at))).toEqual([false, true]);
});
