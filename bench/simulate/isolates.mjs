import { Places } from "../../src/worker/places.ts";
import { ASSUMED } from "./costs.mjs";
import { oneWay, PLACES, ROOM_REGION } from "./regions.mjs";

/** The regions of a hundred readers, in proportion, so that a draw is one look. */
const REGION_OF = PLACES.flatMap((place) => Array.from({ length: Math.round(place.share * 100) }, () => place));

/** How often a reader is sent on before it is told to come back later: `MOST_HOPS` in src/worker/placing.ts. */
const MOST_HOPS = 6;

/**
 * @typedef {{ ask: { region: string, full?: string } } | { enter: string }} Hop to the room, or to a relay
 * @typedef {readonly string[] | boolean | undefined} Answer of the room: the relays that it names, or nothing where it took
 * the reader itself; of a relay: whether it took the reader
 */

/**
 * @typedef {object} Isolate
 * @property {string} region
 * @property {Places} places what it remembers
 * @property {{ at: number, relays: readonly string[] }[]} answers of the room that are on their way
 */

/** The isolates that answer for a channel, each with what it remembers of where there is room. */
export class Isolates {
	/** @type {Map<string, Isolate>} */
	#isolates = new Map();
	#random;

	/** @param {() => number} random */
	constructor(random) {
		this.#random = random;
	}

	/**
	 * Where a reader goes, one place after another, as `placeSocket` in src/worker/placing.ts has it. The room's answer takes
	 * its way back: readers who come to the isolate meanwhile ask, too.
	 *
	 * @param {number} now
	 * @returns {Generator<Hop, boolean, Answer>} ends with whether the reader was taken
	 */
	*place(now) {
		const { region, places, answers } = this.#isolate(now);
		/** @type {string | undefined} */
		let full;
		/** @type {readonly string[] | undefined} */
		let named;
		for (let hop = 0; hop < MOST_HOPS; hop++) {
			const id = named === undefined ? places.pick(region, now, this.#random()) : this.#one(named);
			named = undefined;
			if (id === undefined) {
				named = /** @type {readonly string[] | undefined} */ (yield { ask: { region, full } });
				if (named === undefined) return true;
				answers.push({ at: now + 2 * oneWay(region, ROOM_REGION), relays: named });
				full = undefined;
			} else {
				if ((yield { enter: id }) === true) return true;
				places.forget(region, id);
				full = id;
			}
		}
		return false;
	}

	/** @param {number} now */
	#isolate(now) {
		const { name: region, cities } = this.#one(REGION_OF);
		const name = `${region} ${Math.floor(this.#random() * cities * ASSUMED.isolatesPerCity)}`;
		const isolate = this.#isolates.get(name) ?? { region, places: new Places(), answers: [] };
		this.#isolates.set(name, isolate);
		for (let [first] = isolate.answers; first !== undefined && first.at <= now; [first] = isolate.answers) {
			isolate.places.learn(region, first.relays, first.at);
			isolate.answers.shift();
		}
		return isolate;
	}

	/**
	 * @template One
	 * @param {readonly One[]} list
	 */
	#one(list) {
		return /** @type {One} */ (list[Math.floor(this.#random() * list.length)]);
	}
}
