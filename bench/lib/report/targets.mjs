import { FIXED, STEADY } from "../plans.mjs";
import { decimal, whole } from "./table.mjs";

/**
 * What Parlour is to hold, each with its numbers and a verdict. What was not measured has no verdict.
 *
 * @param {readonly any[]} rows
 * @returns {string[]}
 */
export function targets(rows) {
	return [
		...[1000, 5000].flatMap((subscribers) => [
			times(rows, { subscribers, other: "bare Durable Object", factor: 20 }),
			times(rows, { subscribers, other: "nchan", factor: 5 }),
		]),
		steadyLatency(rows),
		...["ws", "Socket.IO"].map((other) => times(rows, { subscribers: 100, other, factor: 1 })),
		times(rows, { subscribers: 100, other: "nchan", factor: 1, who: "Parlour, 10 a request" }),
		idleFanout(rows),
		oneToOne(rows),
		steadyRate(rows),
		nothingLost(rows),
	].flatMap((line) => line ?? []);
}

/**
 * @param {readonly any[]} rows
 * @param {string} name
 * @param {number} subscribers
 */
function find(rows, name, subscribers) {
	return rows.find((row) => row.name === name && row.subscribers === subscribers);
}

/**
 * @param {readonly any[]} rows
 * @param {{ subscribers: number, other: string, factor: number, who?: string }} target
 */
function times(rows, { subscribers, other, factor, who = "Parlour" }) {
	const ours = find(rows, who, subscribers);
	const theirs = find(rows, other, subscribers);
	if (ours === undefined || theirs === undefined) return;
	const [a, b] = [ours.highest?.deliveriesPerSecond ?? 0, theirs.highest?.deliveriesPerSecond ?? 0];
	const wanted = factor === 1 ? "more" : `at least ${factor} times`;
	return line(
		`${whole(subscribers)} subscribers, highest rate held: ${who} ${whole(a)} deliveries/s, ${other} ${whole(b)}: ` +
			`${decimal(a / b, 2)} times (target: ${wanted})`,
		factor === 1 ? a > b : a >= factor * b,
	);
}

/** @param {readonly any[]} rows */
function steadyLatency(rows) {
	const row = find(rows, "Parlour", 1000);
	const run = row?.fixed[FIXED.indexOf(300_000)];
	if (run === undefined) return;
	const told = run.held ? `p99 ${decimal(run.p99)} ms, ${whole(run.lost)} lost` : "not held";
	return line(
		`300,000 deliveries/s to 1,000 subscribers: ${told} (target: p99 under 120 ms, nothing lost)`,
		run.held && run.p99 < 120 && run.lost === 0,
	);
}

/** @param {readonly any[]} rows */
function idleFanout(rows) {
	const ours = find(rows, "Parlour", 1000)?.single.untilLast;
	const theirs = find(rows, "bare Durable Object", 1000)?.single.untilLast;
	if (ours === undefined || theirs === undefined) return;
	return line(
		`One publish into silence, until the last of 1,000 subscribers has it: Parlour ${decimal(ours)} ms, bare Durable Object ` +
			`${decimal(theirs)} ms: ${decimal(ours / theirs, 2)} times (target: at most 1.2 times)`,
		ours <= 1.2 * theirs,
	);
}

/** @param {readonly any[]} rows */
function oneToOne(rows) {
	const row = find(rows, "Parlour", 1);
	if (row === undefined) return;
	return line(
		`One publish to one idle subscriber: p50 ${decimal(row.single.p50, 2)} ms (target: under 3 ms)`,
		row.single.p50 < 3,
	);
}

/** @param {readonly any[]} rows */
function steadyRate(rows) {
	const run = find(rows, "Parlour", 100)?.fixed[FIXED.indexOf(STEADY * 100)];
	if (run === undefined) return;
	const told = run.held ? `held, p99 ${decimal(run.p99)} ms` : "not held";
	return line(`${whole(STEADY)} single notifies a second with 100 subscribers: ${told}`, run.held);
}

/** @param {readonly any[]} rows */
function nothingLost(rows) {
	const ours = rows.filter(({ name }) => name.startsWith("Parlour"));
	if (ours.length === 0) return;
	const lost = ours.reduce((sum, row) => sum + row.lost, 0);
	return line(
		`Parlour lost ${whole(lost)} deliveries in all runs, those above its limit among them (target: none)`,
		lost === 0,
	);
}

/**
 * @param {string} text
 * @param {boolean} ok
 */
function line(text, ok) {
	return `- ${text}: **${ok ? "held" : "MISSED"}**.`;
}
