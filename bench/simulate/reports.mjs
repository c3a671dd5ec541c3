import { OWN } from "./costs.mjs";

/** The reports of all relays are due in slots of this many milliseconds. */
const SLOT_MS = 100;

/**
 * How long after a change a relay reports it, in milliseconds.
 *
 * @param {number} paceMs what the room asks for
 */
export function reportMs(paceMs) {
	return Math.min(paceMs, OWN.slowestReportMs);
}

/** When each relay tells the room how many it has: some time after a change, with all that changes until then. */
export class Reports {
	sent = 0;
	/** @type {Map<number, string[]>} */
	#due = new Map();
	/** @type {Set<string>} */
	#waiting = new Set();
	#slot = 0;
	#send;

	/** @param {(relay: string) => void} send */
	constructor(send) {
		this.#send = send;
	}

	/**
	 * @param {string} relay
	 * @param {number} at when it is to be told
	 */
	changed(relay, at) {
		if (this.#waiting.has(relay)) return;
		this.#waiting.add(relay);
		const slot = Math.ceil(at / SLOT_MS);
		const others = this.#due.get(slot);
		if (others === undefined) this.#due.set(slot, [relay]);
		else others.push(relay);
	}

	/**
	 * Tells now, and not again for the changes until now.
	 *
	 * @param {string} relay
	 */
	now(relay) {
		this.#waiting.delete(relay);
		this.sent++;
		this.#send(relay);
	}

	/**
	 * Sends what has become due.
	 *
	 * @param {number} to
	 * @param {(at: number) => void} clock
	 */
	advance(to, clock) {
		for (; this.#slot * SLOT_MS < to; this.#slot++) {
			const relays = this.#due.get(this.#slot);
			if (relays === undefined) continue;
			this.#due.delete(this.#slot);
			clock(this.#slot * SLOT_MS);
			for (const relay of relays) if (this.#waiting.has(relay)) this.now(relay);
		}
	}
}
