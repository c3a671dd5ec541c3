import type { Store } from "../../../../src/client/chat/types.ts";

/** A value that tells of its changes. */
export class Value<T extends object> implements Store<T> {
	#value: T;
	readonly #runs = new Set<() => void>();

	constructor(value: T) {
		this.#value = value;
	}

	readonly get = (): T => this.#value;

	readonly subscribe = (run: () => void): (() => void) => {
		this.#runs.add(run);
		return () => this.#runs.delete(run);
	};

	set(change: Partial<T>): void {
		this.#value = { ...this.#value, ...change };
		for (const run of this.#runs) run();
	}
}
