/** How long what a room said of its relays holds, in milliseconds. */
const KNOWN_MS = 15_000;
/** How long an isolate goes on with what it knew while one of its upgrades asks the room anew, in milliseconds. */
const ASKING_MS = 2_000;
/** How many channels and regions are remembered; past this, the oldest are forgotten. */
const MOST_KNOWN = 1_000;

interface Known {
	readonly relays: readonly string[];
	readonly until: number;
}

/**
 * The relays that have a place, by channel and region, as rooms have said. Readers are spread over them at random, so that
 * relays fill evenly whichever isolate their readers come by.
 */
export class Places {
	readonly #known = new Map<string, Known>();

	/** A relay for the next reader, or `undefined` where the room is to be asked. @param random from 0 to 1 */
	pick(key: string, nowMs: number, random: number): string | undefined {
		const known = this.#known.get(key);
		if (known === undefined) return undefined;
		if (known.until > nowMs) return known.relays[Math.floor(random * known.relays.length)];
		// The one who comes first asks, and is not followed by all who come before it has its answer.
		this.#known.set(key, { ...known, until: nowMs + ASKING_MS });
		return undefined;
	}

	/** A room has said where readers go. */
	learn(key: string, relays: readonly string[], nowMs: number): void {
		this.#known.delete(key);
		if (relays.length > 0) this.#known.set(key, { relays, until: nowMs + KNOWN_MS });
		const [oldest] = this.#known.keys();
		if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
	}

	/** A relay had no place, or is not wanted. When none is left, the room is asked again. */
	forget(key: string, relay: string): void {
		const known = this.#known.get(key);
		if (known === undefined) return;
		const relays = known.relays.filter((one) => one !== relay);
		if (relays.length > 0) this.#known.set(key, { ...known, relays });
		else this.#known.delete(key);
	}
}
