import { REGIONS } from "../../src/door/region.ts";

// Assumed, all of it: no single event has this audience. Change a figure here and run again.

/**
 * Of a channel's readers, the share that sits in each region, in percent: a public that speaks mostly European languages,
 * in the evening of Europe.
 */
const READERS = {
	wnam: 9,
	enam: 16,
	cam: 5,
	sam: 10,
	weur: 20,
	eeur: 10,
	me: 6,
	afr: 5,
	sas: 8,
	sea: 6,
	eas: 3,
	oc: 2,
};

/** Cities in which the platform answers requests; it names some 330 and not their distribution. */
const CITIES = {
	wnam: 25,
	enam: 40,
	cam: 20,
	sam: 45,
	weur: 45,
	eeur: 30,
	me: 25,
	afr: 30,
	sas: 20,
	sea: 20,
	eas: 18,
	oc: 12,
};

/** From a reader to the place that answers it, there and back, in milliseconds. */
const LAST_MILE = {
	wnam: 20,
	enam: 20,
	cam: 35,
	sam: 35,
	weur: 18,
	eeur: 22,
	me: 35,
	afr: 50,
	sas: 40,
	sea: 35,
	eas: 25,
	oc: 25,
};

/**
 * Between the middles of two regions, there and back, in milliseconds: rounded from what large providers publish of their
 * own networks. A row begins with the region's distance to itself and goes on in the order of the columns.
 */
const ROUND_TRIPS = {
	wnam: [15, 65, 70, 180, 140, 165, 220, 260, 220, 170, 120, 140],
	enam: [15, 50, 120, 80, 110, 160, 210, 200, 220, 170, 200],
	cam: [25, 130, 130, 155, 210, 250, 250, 230, 170, 190],
	sam: [25, 190, 215, 270, 320, 310, 330, 270, 310],
	weur: [12, 30, 95, 140, 125, 165, 230, 260],
	eeur: [15, 85, 160, 130, 180, 220, 270],
	me: [25, 150, 50, 90, 150, 180],
	afr: [40, 190, 230, 290, 300],
	sas: [25, 60, 120, 150],
	sea: [25, 70, 95],
	eas: [30, 120],
	oc: [25],
};

/** The room stands where its first request came from. */
export const ROOM_REGION = "weur";

/** @typedef {{ name: string, share: number, cities: number }} Place */

/** @type {readonly Place[]} */
export const PLACES = REGIONS.map((name) => ({ name, share: READERS[name] / 100, cities: CITIES[name] }));

/**
 * Half a round trip between two objects, in milliseconds.
 *
 * @param {string} from
 * @param {string} to
 */
export function oneWay(from, to) {
	const [low, high] = [index(from), index(to)].toSorted((one, other) => one - other);
	return (Object.values(ROUND_TRIPS)[/** @type {number} */ (low)]?.[Number(high) - Number(low)] ?? Number.NaN) / 2;
}

/**
 * From the platform's nearest place to a reader, in milliseconds.
 *
 * @param {string} region
 */
export function lastMile(region) {
	return LAST_MILE[/** @type {keyof typeof LAST_MILE} */ (region)] / 2;
}

/** @param {string} region */
function index(region) {
	return REGIONS.indexOf(/** @type {typeof REGIONS[number]} */ (region));
}
