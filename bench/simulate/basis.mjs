import { ASSUMED, MEASURED } from "./costs.mjs";
import { PRICES } from "./prices.mjs";
import { lastMile, oneWay, PLACES, ROOM_REGION } from "./regions.mjs";
import { table } from "./table.mjs";
import { count, milliseconds, percent } from "./words.mjs";

/** What the figures rest on, as tables. */
export function basisTables() {
	return { prices: prices(), regions: regions(), costs: costs() };
}

function prices() {
	return table(
		["what is billed", "a million costs", "a month includes"],
		Object.values(PRICES.meters).map(({ title, each, included }) => [title, `$${each.toFixed(2)}`, count(included)]),
	);
}

function regions() {
	return table(
		["region", "readers", "cities", "from the room and back", "from a reader to its city and back"],
		PLACES.map(({ name, share, cities }) => [
			name,
			percent(share),
			count(cities),
			milliseconds(2 * oneWay(ROOM_REGION, name)),
			milliseconds(2 * lastMile(name)),
		]),
	);
}

function costs() {
	return table(
		["what", "how much", ""],
		[
			["a frame to one socket", `${MEASURED.frame} µs`, "measured"],
			["a call, at either end", `${MEASURED.call} µs`, "measured"],
			["a notify, in the room", `${MEASURED.publish} µs`, "measured"],
			["accepting a socket", `${MEASURED.connect} µs`, "measured"],
			["until a write is confirmed", `${ASSUMED.confirmMs} ms`, "assumed"],
			["the Worker's CPU for a request", `${ASSUMED.workerMs} ms`, "assumed"],
			["a reader stays", `${ASSUMED.staySeconds / 60} minutes`, "assumed"],
			["isolates in a city", `${ASSUMED.isolatesPerCity}`, "assumed"],
			["a message", `${ASSUMED.messageBytes} bytes`, "assumed"],
		],
	);
}
