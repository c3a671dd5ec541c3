import type { Store } from "./types.ts";

/** A state that is exchanged and never changed: the same object until something is different. */
export class State<T extends object> implements Store<T> {
	#value: T;
	readonly #listeners = new Set<{ readonly run: () => void }>();
	readonly #report: (error: unknown) => void;

	constructor(value: T, report: (error: unknown) => void) {
		this.#value = value;
		this.#report = report;
	}

	readonly get = (): T => this.#value;

	readonly subscribe = (run: () => void): (() => void) => {
		// A listener that is added twice is called twice, and each undo takes back one.
		const listener = { run };
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	/** Exchanges some fields, and tells it if any of them is different. */
	set(change: Partial<T>): void {
		const value = this.#value;
		const names = Object.keys(change) as (keyof T)[];
		if (names.every((name) => change[name] === value[name])) return;
		this.#value = { ...value, ...change };
		for (const { run } of this.#listeners) {
			try {
				run();
			} catch (error) {
				this.#report(error);
			}
		}
	}
}
