import { runBurst } from "./burst.ts";
import { makeCalls } from "./calls.ts";
import type { Line } from "./line.ts";
import { type Findings, showBroken, showProgress, showResults, showRunning } from "./report.ts";
import type { TestSession } from "./session.ts";
import { Tally } from "./tally.ts";

/** How much is asked for. */
export interface Plan {
	readonly messages: number;
	readonly calls: number;
}

const SHOW_EVERY_MS = 100;

/** One run of the test after another. */
export class Runs {
	readonly #line: Line;
	readonly #session: TestSession;
	#findings: Findings | undefined;

	constructor(line: Line, session: TestSession) {
		this.#line = line;
		this.#session = session;
	}

	/** Messages were lost on the way. */
	gap(): void {
		if (this.#findings !== undefined) this.#findings.gaps++;
	}

	/** Runs the test and shows it. Never rejects. */
	async run({ messages, calls }: Plan): Promise<void> {
		const findings: Findings = {
			tally: new Tally(messages),
			calls: { expected: calls, latencies: [] },
			gaps: 0,
		};
		this.#findings = findings;
		// Not with each message: drawing thousands of times would be what is measured.
		const timer = setInterval(() => showProgress(findings), SHOW_EVERY_MS);
		try {
			await this.#measure(findings);
		} catch (error) {
			showBroken(error instanceof Error ? error.message : "It could not be run.");
		} finally {
			clearInterval(timer);
		}
	}

	async #measure(findings: Findings): Promise<void> {
		showRunning("Connecting…");
		const channel = await this.#line.live();
		showRunning("The backend sends, and this page counts…");
		findings.sent = await runBurst(channel, this.#session, findings.tally);
		showRunning("This page asks, and the backend answers…");
		await makeCalls(channel, findings.calls);
		showResults(findings);
	}
}
