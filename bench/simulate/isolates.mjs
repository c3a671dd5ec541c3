import { Journey } from "../../src/worker/journey.ts";
import { Places } from "../../src/worker/places.ts";
import { ASSUMED } from "./costs.mjs";
import { oneWay, PLACES, ROOM_REGION } from "./regions.mjs";

/** The regions of a hundred readers, in proportion, so that a draw is one look. */
const REGION_OF = PLACES.flatMap((place) => Array.from({ length: Math.round(place.share * 100) }, () => place));

/** @typedef {import("../../src/door/directions.ts").Directions} Directions */

/**
 * @typedef {object} Door where a reader knocks
 * @property {string} region of the reader
 * @property {string | undefined} relay or the room
 * @property {string | undefined} full a relay that the reader was sent on by
 */

/**
 * @typedef {object} Place where readers come to
 * @property {() => number} now
 * @property {(ms: number, run: () => void) => void} after
 * @property {(door: Door, answer: (directions: Directions | undefined) => void) => void} knock asks an object to take
 * the reader; it answers at once or later, with nothing where it did
 * @property {() => void} lose a reader has given up for now
 */

/** The isolates that answer for a channel, each with what it remembers of where there is room. */
export class Isolates {
	/** @type {Map<string, Places>} */
	#isolates = new Map();
	#random;

	/** @param {() => number} random */
	constructor(random) {
		this.#random = random;
	}

	/**
	 * Sends one more reader on its way, as `placeSocket` in src/worker/placing.ts does. Each way there and back takes time,
	 * in which others come to the isolate.
	 *
	 * @param {Place} place
	 */
	send(place) {
		const { name: region, cities } = this.#one(REGION_OF);
		const name = `${region} ${Math.floor(this.#random() * cities * ASSUMED.isolatesPerCity)}`;
		const places = this.#isolates.get(name) ?? new Places();
		this.#isolates.set(name, places);
		this.#hop(new Journey(places, region), region, place);
	}

	/**
	 * @param {Journey} journey
	 * @param {string} region
	 * @param {Place} place
	 */
	#hop(journey, region, place) {
		/** @type {string | undefined} */
		let relay;
		try {
			relay = journey.next(place.now(), this.#random());
		} catch {
			return place.lose();
		}
		const ms = oneWay(region, relay === undefined ? ROOM_REGION : region);
		/** @param {Directions | undefined} directions */
		const answered = (directions) => {
			if (directions === undefined) return;
			place.after(ms, () => {
				journey.sent(directions, place.now());
				this.#hop(journey, region, place);
			});
		};
		place.after(ms, () => place.knock({ region, relay, full: journey.full }, answered));
	}

	/**
	 * @template One
	 * @param {readonly One[]} list
	 */
	#one(list) {
		return /** @type {One} */ (list[Math.floor(this.#random() * list.length)]);
	}
}
