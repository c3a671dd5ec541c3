import type { Environment } from "../core/environment.ts";

/** One thing that is to happen later. Setting it again moves it. */
export class Timer {
	readonly #environment: Environment;
	#timer: unknown;
	isSet = false;

	constructor(environment: Environment) {
		this.#environment = environment;
	}

	/** @param ms milliseconds */
	set(ms: number, run: () => void): void {
		this.clear();
		this.isSet = true;
		this.#timer = this.#environment.setTimeout(() => {
			this.isSet = false;
			run();
		}, ms);
	}

	clear(): void {
		this.isSet = false;
		this.#environment.clearTimeout(this.#timer);
	}
}
