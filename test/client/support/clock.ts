interface Timer {
	readonly at: number;
	readonly run: () => void;
}

/** Lets what promises have under way come through; no time passes on any clock of a test. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is told to go on. */
export class ManualClock {
	#now = 1_800_000_000_000;
	#timers = new Map<number, Timer>();
	#last = 0;

	now = (): number => this.#now;

	setTimeout = (run: () => void, ms: number): number => {
		this.#timers.set(++this.#last, { at: this.#now + ms, run });
		return this.#last;
	};

	clearTimeout = (timer: unknown): void => {
		this.#timers.delete(timer as number);
	};

	get pending(): number {
		return this.#timers.size;
	}

	/** Milliseconds until the next timer rings. */
	get next(): number | undefined {
		const at = Math.min(...[...this.#timers.values()].map((timer) => timer.at));
		return Number.isFinite(at) ? at - this.#now : undefined;
	}

	/** Goes on, ringing what is due in its order, and lets promises come through after each. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		for (;;) {
			const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
			if (due === undefined) break;
			this.#timers.delete(due[0]);
			this.#now = due[1].at;
			due[1].run();
			await settle();
		}
		this.#now = end;
		await settle();
	}
}
