import type { Directions } from "../door/directions.ts";
import { FaultError } from "../protocol/fault.ts";
import type { Places } from "./places.ts";

/** How often an upgrade is sent on before its client is asked to come back later. */
const MOST_HOPS = 8;
/** After so many relays that had no place, what is known of them is too old, and the room is asked. */
const MOST_REFUSALS = 2;

/** An upgrade's way to the object that is to hold its socket: straight to a relay that is known, or by the room. */
export class Journey {
	readonly #places: Places;
	readonly #key: string;
	#hops = 0;
	#refusals = 0;
	#at: string | undefined;
	#full: string | undefined;

	constructor(places: Places, key: string) {
		this.#places = places;
		this.#key = key;
	}

	/** A relay that had no place, for the room to know. */
	get full(): string | undefined {
		return this.#full;
	}

	/** The relay to ask next, or `undefined` for the room. @param random from 0 to 1. @throws FaultError `full` */
	next(nowMs: number, random: number): string | undefined {
		if (this.#hops++ >= MOST_HOPS) throw new FaultError("full");
		this.#at = this.#refusals < MOST_REFUSALS ? this.#places.pick(this.#key, nowMs, random) : undefined;
		return this.#at;
	}

	/** It was sent on. */
	sent(directions: Directions, nowMs: number): void {
		if (directions.to === "relays") {
			this.#places.learn(this.#key, directions.relays, nowMs);
			this.#refusals = 0;
			return;
		}
		if (this.#at !== undefined) this.#places.forget(this.#key, this.#at);
		if (directions.to === "other") this.#full = this.#at;
		this.#refusals += 1;
	}
}
