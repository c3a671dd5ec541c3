/** Time that passes at a stroke, and what is to be done in it, in milliseconds that are whole. */
export class Schedule {
	#now = 0;
	/** @type {Map<number, (() => void)[]>} */
	#due = new Map();

	get now() {
		return this.#now;
	}

	/**
	 * @param {number} ms
	 * @param {() => void} run
	 */
	after(ms, run) {
		const at = this.#now + Math.max(0, Math.ceil(ms));
		const others = this.#due.get(at);
		if (others === undefined) this.#due.set(at, [run]);
		else others.push(run);
	}

	/** @param {number} to */
	advance(to) {
		for (; ; this.#now++) {
			const tasks = this.#due.get(this.#now) ?? [];
			// What is done may be more to be done at once.
			for (const run of tasks) run();
			this.#due.delete(this.#now);
			if (this.#now >= to) return;
		}
	}

	/** Until nothing is left to be done, or for so many milliseconds. @param {number} ms */
	drain(ms) {
		const end = this.#now + ms;
		while (this.#due.size > 0 && this.#now < end) this.advance(this.#now + 1);
	}
}
