import { byId, say } from "../dom.ts";
import type { Sent } from "./burst.ts";
import type { Calls } from "./calls.ts";
import { plot } from "./plot.ts";
import { inWords, milliseconds, spreadOf } from "./spread.ts";
import type { Tally } from "./tally.ts";

/** Everything that a run has found out so far. */
export interface Findings {
	readonly tally: Tally;
	readonly calls: Calls;
	gaps: number;
	sent?: Sent;
}

const verdict = byId("verdict", HTMLElement);
const progress = byId("progress", HTMLProgressElement);

/** Shows how far a run has come. */
export function showProgress({ tally, calls, gaps }: Findings): void {
	progress.max = tally.expected + calls.expected;
	progress.value = tally.received + calls.latencies.length;
	cell("expected", tally.expected);
	cell("received", tally.received);
	cell("missing", tally.missing);
	cell("duplicated", tally.duplicated);
	cell("disordered", tally.disordered);
	cell("gaps", gaps);
	say(byId("calls-answered", HTMLElement), outOf(calls.latencies.length, calls.expected));
}

/** Says that a run is under way. */
export function showRunning(what: string): void {
	verdict.dataset["verdict"] = "running";
	say(verdict, what);
}

/** Says that there is nothing to judge, and why. */
export function showBroken(why: string): void {
	verdict.dataset["verdict"] = "failed";
	say(verdict, `Failed · ${why}`);
}

/** Shows what came of a run, and judges it. */
export function showResults(findings: Findings): void {
	showProgress(findings);
	showTimes(findings);
	const { tally, calls, gaps } = findings;
	const isRight =
		tally.isRight && gaps === 0 && calls.latencies.length === calls.expected && calls.errorArrives === true;
	verdict.dataset["verdict"] = isRight ? "passed" : "failed";
	const counted = `${outOf(tally.received, tally.expected)} messages, ${outOf(calls.latencies.length, calls.expected)} calls`;
	say(verdict, `${isRight ? "Passed" : "Failed"} · ${counted}`);
}

function showTimes({ tally, calls, sent }: Findings): void {
	const messages = spreadOf(tally.latencies);
	const place = byId("plot", HTMLElement);
	place.replaceChildren(...(messages ? [plot(messages, place.clientWidth)] : []));
	say(byId("latencies", HTMLElement), messages ? inWords(messages) : "–");
	const answers = spreadOf(calls.latencies);
	say(byId("calls-p50", HTMLElement), answers ? milliseconds(answers.p50) : "–");
	say(byId("calls-p95", HTMLElement), answers ? milliseconds(answers.p95) : "–");
	say(byId("calls-error", HTMLElement), calls.errorArrives === true ? "arrives" : "does not arrive");
	say(byId("calls-failure", HTMLElement), calls.failure ?? "");
	const perSecond = sent === undefined ? 0 : Math.round((1000 * sent.stored) / Math.max(1, sent.ms));
	say(byId("rate", HTMLElement), sent ? `${perSecond.toLocaleString("en")} a second` : "–");
}

function cell(id: string, value: number): void {
	say(byId(id, HTMLElement), value.toLocaleString("en"));
}

function outOf(value: number, all: number): string {
	return `${value.toLocaleString("en")} of ${all.toLocaleString("en")}`;
}
