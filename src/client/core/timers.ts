import type { Environment } from "./environment.ts";
import type { Timer } from "./state.ts";

/** The timers of one connection, by their names. */
export class Timers {
	readonly #environment: Environment;
	readonly #armed = new Map<Timer, unknown>();

	constructor(environment: Environment) {
		this.#environment = environment;
	}

	/**
	 * Sets a timer anew.
	 *
	 * @param ms milliseconds
	 */
	arm(timer: Timer, ms: number, ring: () => void): void {
		this.disarm(timer);
		this.#armed.set(timer, this.#environment.setTimeout(ring, ms));
	}

	disarm(timer: Timer): void {
		this.#environment.clearTimeout(this.#armed.get(timer));
	}

	clear(): void {
		for (const timer of this.#armed.keys()) this.disarm(timer);
	}
}
