import { lineChart } from "../../scripts/lib/chart/lines.mjs";
import { page } from "../../scripts/lib/chart/page.mjs";
import { RATES, READERS } from "./plan.mjs";

const NOTE =
	"Computed by npm run simulate; never measured on the platform. docs/scale.md says what the figures rest on.";

/** @typedef {import("./plan.mjs").Channel} Channel */
/** @typedef {import("./plan.mjs").Scenario} Scenario */

const X = { label: "readers of the channel", scale: /** @type {const} */ ("log"), ticks: READERS };

/** What an object is said to take: Cloudflare's documentation of the limits of Durable Objects. */
const SOFT_LIMIT = 1_000;

/**
 * All charts, each by the name of its file.
 *
 * @param {readonly Channel[]} channels
 * @returns {Record<string, string>}
 */
export function chartsOf(channels) {
	return {
		"scale-time": time(channels),
		"scale-load": load(channels),
		"scale-herd": herd(channels),
		"scale-price": price(channels),
	};
}

/** @param {readonly Channel[]} channels */
function time(channels) {
	/** @param {(scenario: Scenario) => number} value */
	const points = (value) =>
		channels.map(({ readers, scenarios }) => point(readers, value(/** @type {Scenario} */ (scenarios[1]))));
	const chart = lineChart({
		title: "From the room to its readers",
		subtitle: "milliseconds, with one message a second; the room in western Europe, readers in twelve regions",
		x: X,
		scale: "linear",
		series: [
			{ name: "until the last reader has it", points: points(({ lastMs }) => lastMs) },
			{ name: "until half of the readers have it", points: points(({ halfMs }) => halfMs) },
			{ name: "the last reader, slowest message of a hundred", points: points(({ slowMs }) => slowMs) },
		],
	});
	return page([chart], { label: "Time until readers have a message, by number of readers", note: NOTE });
}

/** @param {readonly Channel[]} channels */
function load(channels) {
	const chart = lineChart({
		title: "The busiest object",
		subtitle: "percent of one core, by how much is said",
		x: X,
		scale: "linear",
		series: byRate(channels, (scenario) => scenario.load * 100),
	});
	return page([chart], { label: "Load of the busiest object, by number of readers and rate of messages", note: NOTE });
}

/** @param {readonly Channel[]} channels */
function herd(channels) {
	const chart = lineChart({
		title: "All readers at once: what comes to the room",
		subtitle: "requests in the busiest second",
		x: X,
		scale: "log",
		series: [
			{
				name: "all come within 5 minutes",
				points: channels.map(({ readers, placed }) => point(readers, placed.busiestSecond)),
			},
			{
				name: "all come within 1 minute",
				points: channels.map(({ readers, rushed }) => point(readers, rushed.busiestSecond)),
			},
			{
				name: "what the platform says an object takes",
				points: [READERS.at(0), READERS.at(-1)].map((readers = 0) => point(readers, SOFT_LIMIT)),
			},
		],
	});
	return page([chart], {
		label: "The room's busiest second while all readers come at once, by number of readers",
		note: NOTE,
	});
}

/** @param {readonly Channel[]} channels */
function price(channels) {
	const month = lineChart({
		title: "A month",
		subtitle: "US dollars, by how much is said; all readers there around the clock, each staying for an hour",
		x: X,
		scale: "log",
		series: byRate(channels, ({ bill }) => bill.total),
	});
	const million = lineChart({
		title: "A million deliveries",
		subtitle: "US dollars, by how much is said",
		x: X,
		scale: "log",
		series: byRate(channels, ({ perMillion }) => perMillion),
	});
	return page([month, million], {
		label: "Price of a month, and of a million deliveries, by number of readers",
		note: NOTE,
	});
}

/**
 * @param {readonly Channel[]} channels
 * @param {(scenario: Scenario) => number} value
 */
function byRate(channels, value) {
	return RATES.map(({ title }, rate) => ({
		name: title,
		points: channels.map(({ readers, scenarios }) => point(readers, value(/** @type {Scenario} */ (scenarios[rate])))),
	}));
}

/**
 * @param {number} readers
 * @param {number} value
 * @returns {readonly [number, number]}
 */
function point(readers, value) {
	return [readers, value];
}
