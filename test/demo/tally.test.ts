import { describe, expect, test } from "vitest";
import { Tally } from "../../demo/page/test/tally.ts";

function tallyOf(expected: number, numbers: readonly number[]): Tally {
	const tally = new Tally(expected);
	for (const number of numbers) tally.take(number, number * 10);
	return tally;
}

describe("the test page's tally", () => {
	test("is right where everything has come once and in order", () => {
		const tally = tallyOf(3, [0, 1, 2]);
		expect(tally).toMatchObject({ received: 3, missing: 0, duplicated: 0, disordered: 0, isRight: true });
		expect(tally.latencies).toEqual([0, 10, 20]);
	});

	test.for([
		["missing", [0, 2], { received: 2, missing: 1 }],
		["duplicated", [0, 1, 2, 1, 2], { received: 3, missing: 0, duplicated: 2 }],
		["out of order", [1, 0, 2], { received: 3, disordered: 1 }],
		["no number of the burst", [0, 1, 2, 3], { received: 3, duplicated: 1 }],
	] as const)("is not right where something is %s", ([, numbers, counts]) => {
		expect(tallyOf(3, numbers)).toMatchObject({ ...counts, isRight: false });
	});
});
