import { FIXED } from "../plans.mjs";
import { decimal, table, whole } from "./table.mjs";

/**
 * @param {readonly any[]} rows
 * @param {readonly any[]} limits what the load generator takes by itself
 */
export function highestTable(rows, limits) {
	const counts = [...new Set(rows.filter((row) => row.subscribers > 1).map((row) => row.subscribers))];
	return table(
		[
			"contestant",
			"subscribers",
			"publishes/s",
			"deliveries/s",
			"p50 ms",
			"p95 ms",
			"p99 ms",
			"CPU µs/delivery",
			"KiB/idle socket",
			"server's load",
			"generator's load",
			"others' load",
			"lost",
		],
		counts.flatMap((count) => [
			...rows.filter((row) => row.subscribers === count).map(highestRow),
			...limits.filter((limit) => limit.subscribers === count).map(limitRow),
		]),
	);
}

/** @param {any} row */
function highestRow({ name, subscribers, memory, highest: r, lost }) {
	return [
		name,
		whole(subscribers),
		decimal(r?.publishesPerSecond),
		r === undefined ? "none held" : whole(r.deliveriesPerSecond),
		...times(r),
		decimal(r?.microsecondsPerDelivery),
		decimal(memory),
		decimal(r?.serverLoad, 2),
		decimal(r?.generatorLoad, 2),
		decimal(r?.othersLoad, 2),
		whole(lost),
	];
}

/** @param {any} limit */
function limitRow({ subscribers, messages, deliveriesPerSecond, generatorLoad, othersLoad }) {
	const what = messages === 1 ? "a frame for each message" : `${messages} messages a frame`;
	const [rate, load, others] = [whole(deliveriesPerSecond), decimal(generatorLoad, 2), decimal(othersLoad, 2)];
	return [
		`_the load generator by itself, ${what}_`,
		whole(subscribers),
		"",
		rate,
		"",
		"",
		"",
		"",
		"",
		"",
		load,
		others,
		"",
	];
}

/** @param {readonly any[]} rows */
export function fixedTable(rows) {
	const heads = ["contestant", "subscribers", "deliveries/s asked", "deliveries/s", "p50 ms", "p95 ms", "p99 ms"];
	const cells = FIXED.flatMap((asked, index) =>
		rows.flatMap((row) => (row.fixed[index] === undefined ? [] : [fixedRow(row, asked, row.fixed[index])])),
	);
	return table([...heads, "CPU µs/delivery"], cells);
}

/**
 * @param {any} row
 * @param {number} asked
 * @param {any} r
 */
function fixedRow({ name, subscribers }, asked, r) {
	const begin = [name, whole(subscribers), whole(asked)];
	if (!r.held) return [...begin, "not held", "–", "–", "–", "–"];
	return [...begin, whole(r.deliveriesPerSecond), ...times(r), decimal(r.microsecondsPerDelivery)];
}

/** @param {readonly any[]} rows */
export function singleTable(rows) {
	return table(
		["contestant", "subscribers", "p50 ms", "p95 ms", "p99 ms", "until the last has it, ms"],
		rows
			.filter((row) => row.batch === 1)
			.map(({ name, subscribers, single }) => [
				name,
				whole(subscribers),
				...times(single, 2),
				decimal(single.untilLast, 2),
			]),
	);
}

/**
 * @param {any} r
 * @param {number} [digits]
 */
function times(r, digits = 1) {
	return [decimal(r?.p50, digits), decimal(r?.p95, digits), decimal(r?.p99, digits)];
}
