import type { Clock, Timers } from "./ports.ts";

/** Steps back that are smaller only make a timer that much later; correcting a clock's drift makes many of them, in milliseconds. */
const STEP_MS = 1_000;

interface Pending {
	/** When it is due, in milliseconds of the time that has gone by here. */
	readonly due: number;
	readonly run: () => void;
	cancel: () => void;
}

/**
 * Timers that hold where the clock is set back. The runtime counts all timers of an object but the first by the clock of
 * the machine, so that a clock set back by an hour would hold them up for an hour. Whenever the clock is read or a timer
 * rings, a step back is seen, and all timers are set anew for what was left of them.
 */
export class SteadyTimers implements Clock, Timers {
	readonly #below: Clock & Timers;
	readonly #pending = new Set<Pending>();
	readonly #listeners: (() => void)[] = [];
	/** What the clock said last. */
	#last: number;
	/** The time that has gone by, in milliseconds: it never falls. */
	#passed = 0;

	constructor(below: Clock & Timers) {
		this.#below = below;
		this.#last = below.now();
	}

	now(): number {
		const now = this.#below.now();
		const step = now - this.#last;
		this.#last = now;
		if (step > 0) this.#passed += step;
		else if (step <= -STEP_MS) this.#fellBack();
		return now;
	}

	after(ms: number, run: () => void): () => void {
		this.now();
		const pending: Pending = { due: this.#passed + ms, run, cancel: () => undefined };
		this.#pending.add(pending);
		this.#arm(pending, ms);
		return () => {
			this.#pending.delete(pending);
			pending.cancel();
		};
	}

	/** Runs something after each step back of the clock, in a turn of its own. */
	onSetBack(run: () => void): void {
		this.#listeners.push(run);
	}

	#arm(pending: Pending, ms: number): void {
		pending.cancel = this.#below.after(ms, () => {
			this.#pending.delete(pending);
			// Those behind it may be held up.
			this.now();
			pending.run();
		});
	}

	#fellBack(): void {
		for (const pending of this.#pending) {
			pending.cancel();
			this.#arm(pending, Math.max(0, pending.due - this.#passed));
		}
		// Whoever reads the clock is in the midst of something.
		for (const run of this.#listeners) this.after(0, run);
	}
}
