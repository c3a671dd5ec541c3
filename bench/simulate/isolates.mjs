import { ASSUMED } from "./costs.mjs";
import { PLACES } from "./regions.mjs";

/** The regions of a hundred readers, in proportion, so that a draw is one look. */
const REGION_OF = PLACES.flatMap((place) => Array.from({ length: Math.round(place.share * 100) }, () => place));

/** A reader who was sent on as often as this is told to come back later. */
const TRIES = 6;

/**
 * @typedef {object} Visit a reader, as it comes through an isolate
 * @property {string} region
 * @property {string} isolate
 */

/** The isolates that answer for a channel, each with what it remembers of where there is room. */
export class Isolates {
	/** @type {Map<string, { until: number, relays: readonly string[] }>} */
	#memories = new Map();
	#random;

	/** @param {() => number} random */
	constructor(random) {
		this.#random = random;
	}

	/** @returns {Visit} */
	visit() {
		const { name, cities } = this.#one(REGION_OF);
		return { region: name, isolate: `${name} ${Math.floor(this.#random() * cities * ASSUMED.isolatesPerCity)}` };
	}

	/**
	 * Where a reader is to try, one place after another, until one takes it or it gives up: the caller sends back whether
	 * the room, or the relay, took it.
	 *
	 * @param {number} now
	 * @returns {Generator<{ ask: { region: string, full?: string } } | { enter: string }, boolean>} answered with the
	 * relays that the room named, or `undefined` where it took the reader itself; and with whether the relay took it
	 */
	*place(now) {
		const { region, isolate } = this.visit();
		const memory = this.#memories.get(isolate);
		/** @type {readonly string[] | undefined} */
		let open = memory !== undefined && memory.until > now ? memory.relays : undefined;
		/** @type {string | undefined} */
		let full;
		for (let tries = 0; tries < TRIES; tries++) {
			if (open === undefined) {
				open = yield { ask: { region, full } };
				if (open === undefined) return true;
				this.#memories.set(isolate, { until: now + this.#memoryMs(), relays: open });
			}
			const relay = this.#one(open);
			if (yield { enter: relay }) return true;
			full = relay;
			open = undefined;
		}
		return false;
	}

	#memoryMs() {
		const [least = 0, most = 0] = ASSUMED.memorySeconds;
		return (least + (most - least) * this.#random()) * 1000;
	}

	/**
	 * @template One
	 * @param {readonly One[]} list
	 */
	#one(list) {
		return /** @type {One} */ (list[Math.floor(this.#random() * list.length)]);
	}
}
