import { RATES } from "./plan.mjs";
import { table } from "./table.mjs";
import { count, dollars, milliseconds, percent, small } from "./words.mjs";

/** @typedef {import("./plan.mjs").Channel} Channel */
/** @typedef {import("./plan.mjs").Scenario} Scenario */

/**
 * All tables, each by the name that its place in the page has.
 *
 * @param {readonly Channel[]} channels
 * @returns {Record<string, string>}
 */
export function tablesOf(channels) {
	/** @param {(scenario: Scenario) => string} cell */
	const byRate = (cell) =>
		table(
			["readers", ...RATES.map(({ title }) => title)],
			channels.map(({ readers, scenarios }) => [count(readers), ...scenarios.map(cell)]),
		);
	return {
		objects: objects(channels),
		herds: herds(channels),
		calls: byRate(({ callsPerPublish }) => count(callsPerPublish)),
		load: byRate(({ load, busiest }) => `${percent(load)} (${busiest})`),
		time: byRate(({ lastMs, slowMs }) => `${milliseconds(lastMs)} (${milliseconds(slowMs)})`),
		half: byRate(({ halfMs }) => milliseconds(halfMs)),
		deliveries: byRate(({ deliveries }) => count(deliveries / 30)),
		month: byRate(({ bill }) => dollars(bill.total)),
		ceiling: byRate(({ ceiling }) => dollars(ceiling.total)),
		million: byRate(({ perMillion }) => small(perMillion)),
		most: byRate(({ bill }) => `${bill.most.title}, ${percent(bill.most.dollars / bill.total)}`),
		silent: silent(channels),
	};
}

/** @param {readonly Channel[]} channels */
function objects(channels) {
	return table(
		[
			"readers",
			"objects",
			"called by the room",
			"called by relays",
			"readers of the fullest tenth",
			"of the emptiest tenth",
			"requests to the room in a second",
		],
		channels.map(({ readers, placed, scenarios: [calm] }) => {
			const held = placed.seats.map(({ sockets }) => sockets).toSorted((one, other) => one - other);
			const first = placed.seats.filter(({ parent }) => parent === undefined).length;
			const tenth = Math.ceil(held.length / 10);
			return [
				count(readers),
				count(1 + held.length),
				count(first),
				count(held.length - first),
				count(mean(held.slice(-tenth))),
				count(mean(held.slice(0, tenth))),
				count(calm?.roomRequests ?? 0),
			];
		}),
	);
}

/** @param {readonly Channel[]} channels */
function herds(channels) {
	return table(
		[
			"readers",
			"asked the room, in 5 minutes",
			"sent on by a full relay",
			"the room's busiest second",
			"in 1 minute: sent on",
			"the room's busiest second",
		],
		channels.map(({ readers, placed, rushed }) => [
			count(readers),
			percent(placed.asks / readers),
			percent(placed.detours / readers),
			count(placed.busiestSecond),
			percent(rushed.detours / readers),
			count(rushed.busiestSecond),
		]),
	);
}

/** @param {readonly Channel[]} channels */
function silent(channels) {
	return table(
		["readers", "told how many are there", "not told", "told, ceiling", "not told, ceiling"],
		channels.map(({ readers, scenarios: [told], silent }) => [
			count(readers),
			dollars(told?.bill.total ?? 0),
			dollars(silent.bill.total),
			dollars(told?.ceiling.total ?? 0),
			dollars(silent.ceiling.total),
		]),
	);
}

/** @param {readonly number[]} values */
function mean(values) {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
