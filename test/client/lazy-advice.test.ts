import { expect, it, vi } from "vitest";
import { globalEnvironment } from "../../src/client/core/environment.ts";
import { ParlourError } from "../../src/client/core/errors.ts";
import { ADVICE_WAIT_MS, logProblem } from "../../src/client/core/problem.ts";
import { ManualClock, settle } from "./support/clock.ts";

// A network that swallows the file of the sentences: it neither comes nor fails.
vi.mock(import("../../src/client/core/advice.ts"), () => new Promise(() => undefined));

/** What the console is told, and when. */
async function told(error: ParlourError): Promise<(number | string)[]> {
	const clock = new ManualClock();
	const begun = clock.now();
	const lines: (number | string)[] = [];
	const log = (text: string): void => void lines.push(clock.now() - begun, text);
	void logProblem(
		{ ...globalEnvironment(), setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout, log },
		error,
	);
	await settle();
	await clock.advance(1_000);
	return lines;
}

it("[SETUP2] says what is known where the sentences do not load, after a moment at most", async () => {
	const message = "The ticket does not list this channel.";
	expect(await told(new ParlourError("forbidden", message))).toEqual([
		ADVICE_WAIT_MS,
		`Parlour: forbidden. ${message} See docs/troubleshooting.md#forbidden`,
	]);
	// What keeps the page from the deployment may keep the sentences from the page.
	expect((await told(new ParlourError("unreachable")))[1]).toMatch(
		/^Parlour: unreachable\. Nothing answers as Parlour at/,
	);
});
