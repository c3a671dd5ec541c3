/** @typedef {{ at: number, run: () => void, off: boolean }} Timer */

/** Lets all promises that can be kept be kept. */
export function settled() {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes when it is told to. Timers run when it is their turn, in milliseconds that are whole. */
export class VirtualClock {
	#now = Date.UTC(2026, 0, 1);
	/** @type {Map<number, Timer[]>} */
	#due = new Map();

	get now() {
		return this.#now;
	}

	/**
	 * @param {number} ms
	 * @param {() => void} run
	 */
	after(ms, run) {
		const timer = { at: this.#now + Math.max(0, Math.ceil(ms)), run, off: false };
		const others = this.#due.get(timer.at);
		if (others === undefined) this.#due.set(timer.at, [timer]);
		else others.push(timer);
		return () => {
			timer.off = true;
		};
	}

	/** @param {number} ms */
	async advance(ms) {
		const end = this.#now + Math.round(ms);
		for (; ; this.#now++) {
			const timers = this.#due.get(this.#now) ?? [];
			this.#due.delete(this.#now);
			for (const { run, off } of timers) if (!off) run();
			if (timers.length > 0) await settled();
			if (this.#due.has(this.#now)) this.#now--;
			else if (this.#now >= end) return;
		}
	}
}
