/**
 * Ends a test run with one plain line, `N passed, N failed`, for whoever reads the run by program. A file that could not
 * be loaded and an error outside of any test count as one failure each: neither may look like a pass.
 */
export default class SummaryReporter {
	/**
	 * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
	 * @param {ReadonlyArray<unknown>} unhandledErrors
	 */
	onTestRunEnd(modules, unhandledErrors) {
		const { passed, failed } = tally(modules, unhandledErrors);
		// After everything that the other reporters print in this turn.
		process.on("exit", () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
	}
}

/**
 * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
 * @param {ReadonlyArray<unknown>} unhandledErrors
 * @returns {{ passed: number, failed: number }}
 */
export function tally(modules, unhandledErrors) {
	let passed = 0;
	let failed = unhandledErrors.length;
	for (const module of modules) {
		let failedHere = 0;
		for (const test of module.children.allTests()) {
			const { state } = test.result();
			if (state === "passed") passed++;
			if (state === "failed") failedHere++;
		}
		failed += Math.max(failedHere, module.ok() ? 0 : 1);
	}
	return { passed, failed };
}
