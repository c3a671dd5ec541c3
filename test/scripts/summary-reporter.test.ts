import { expect, test } from "vitest";
import type { TestModule } from "vitest/node";
import { tally } from "../../scripts/lib/summary-reporter.mjs";

function module(ok: boolean, ...states: string[]): TestModule {
	const tests = states.map((state) => ({ result: () => ({ state }) }));
	return { ok: () => ok, children: { allTests: () => tests } } as unknown as TestModule;
}

test("passes and failures are counted over all files, skipped tests are neither", () => {
	expect(tally([module(true, "passed", "skipped"), module(false, "passed", "failed", "failed")], [])).toEqual({
		passed: 2,
		failed: 2,
	});
});

test("a file that cannot be loaded and an error outside of tests are failures", () => {
	expect(tally([module(false)], [new Error("x")])).toEqual({ passed: 0, failed: 2 });
});
