import { Places } from "../../src/worker/places.ts";
import { ASSUMED } from "./costs.mjs";
import { PLACES } from "./regions.mjs";

/** The regions of a hundred readers, in proportion, so that a draw is one look. */
const REGION_OF = PLACES.flatMap((place) => Array.from({ length: Math.round(place.share * 100) }, () => place));

/** How often a reader is sent on before it is told to come back later: `MOST_HOPS` in src/worker/placing.ts. */
const MOST_HOPS = 6;

/**
 * @typedef {{ ask: { region: string, full?: string } } | { enter: string }} Hop to the room, or to a relay
 * @typedef {readonly string[] | boolean | undefined} Answer of the room: the relays that it names, or nothing where it took
 * the reader itself; of a relay: whether it took the reader
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
	 * Where a reader goes, one place after another, as `placeSocket` in src/worker/placing.ts has it.
	 *
	 * @param {number} now
	 * @returns {Generator<Hop, boolean, Answer>} ends with whether the reader was taken
	 */
	*place(now) {
		const { region, places } = this.#isolate();
		/** @type {string | undefined} */
		let full;
		for (let hop = 0; hop < MOST_HOPS; hop++) {
			const id = places.pick(region, now, this.#random());
			if (id === undefined) {
				const relays = /** @type {readonly string[] | undefined} */ (yield { ask: { region, full } });
				if (relays === undefined) return true;
				places.learn(region, relays, now);
				full = undefined;
			} else {
				if ((yield { enter: id }) === true) return true;
				places.forget(region, id);
				full = id;
			}
		}
		return false;
	}

	#isolate() {
		const place = REGION_OF[Math.floor(this.#random() * REGION_OF.length)];
		const { name: region, cities } = /** @type {import("./regions.mjs").Place} */ (place);
		const isolate = `${region} ${Math.floor(this.#random() * cities * ASSUMED.isolatesPerCity)}`;
		const known = this.#isolates.get(isolate);
		if (known !== undefined) return { region, places: known };
		const places = new Places();
		this.#isolates.set(isolate, places);
		return { region, places };
	}
}
