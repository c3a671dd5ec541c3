/** The one alarm of an object, set for whatever is due first. Setting it writes a row, so it is set for news only. */
export class AlarmClock {
	readonly #storage: DurableObjectStorage;
	#at: number | undefined;

	/** @param at when the alarm is set for, in milliseconds since 1970, or `null` */
	constructor(storage: DurableObjectStorage, at: number | null) {
		this.#storage = storage;
		this.#at = at ?? undefined;
	}

	/** Sees to it that the alarm runs at or before a time; an earlier one stays, and finds nothing to do. */
	wakeAt(at: number): void {
		if (!Number.isFinite(at) || (this.#at !== undefined && this.#at <= at)) return;
		this.#at = at;
		void this.#storage.setAlarm(at);
	}

	/** The alarm has run, or its storage was wiped. */
	cleared(): void {
		this.#at = undefined;
	}
}
