/** How long objects have had at least one timer set, all of them together: for as long they cannot sleep. */
export class Wakefulness {
	#ms = 0;
	#clock;

	/** @param {import("./clock.mjs").VirtualClock} clock */
	constructor(clock) {
		this.#clock = clock;
	}

	/** In milliseconds; timers that are still set count from when they are done. */
	get ms() {
		return this.#ms;
	}

	/** The timers of one more object. */
	object() {
		let set = 0;
		let since = 0;
		const done = () => {
			set--;
			if (set === 0) this.#ms += this.#clock.now - since;
		};
		return (/** @type {number} */ ms, /** @type {() => void} */ run) => {
			if (set === 0) since = this.#clock.now;
			set++;
			let isOver = false;
			const end = () => {
				if (!isOver) done();
				isOver = true;
			};
			const cancel = this.#clock.after(ms, () => {
				end();
				run();
			});
			return () => {
				cancel();
				end();
			};
		};
	}
}
