import type { Clock, Timers } from "./ports.ts";
import { flushWindow } from "./window.ts";

/** Up to so many readers a flush is over as good as at once, and nothing of it is measured. */
export const FEW_READERS = 128;

/**
 * Of what a flush costs, so much is left after it for what comes in: a request takes many steps, and beside a flush each
 * of them waits for all that is being sent.
 */
const REST_PER_COST = 0.3;

/**
 * When the next flush may begin. Handing a frame to a socket only queues it; the runtime sends what is queued before it
 * runs a timer, so one that is due at once tells when a flush is truly over. Until then a further flush would only
 * lengthen the queue, while what waits can still be put together.
 */
export class Pace {
	readonly #host: Clock & Timers;
	readonly #maxDelayMs: number;
	#begunAt = Number.NEGATIVE_INFINITY;
	#drainedAt = Number.NEGATIVE_INFINITY;
	#costMs = 0;
	#rate = 0;
	#drained: PromiseWithResolvers<void> | undefined;

	constructor(host: Clock & Timers, maxDelayMs: number) {
		this.#host = host;
		this.#maxDelayMs = maxDelayMs;
	}

	/** Resolves when everything that was flushed has been sent; `undefined` where that is so already. */
	get drained(): Promise<void> | undefined {
		return this.#drained?.promise;
	}

	/** A flush of so many messages to so many readers begins. */
	begin(readers: number, messages: number): void {
		const begunAt = this.#host.now();
		this.#rate = messages / Math.max(1, begunAt - this.#begunAt);
		this.#begunAt = begunAt;
		if (readers <= FEW_READERS || this.#drained !== undefined) return;
		const drained = Promise.withResolvers<void>();
		this.#drained = drained;
		this.#host.after(0, () => {
			// An average of the last few, so that one pause of the machine does not count for long.
			this.#drainedAt = this.#host.now();
			this.#costMs += (this.#drainedAt - begunAt - this.#costMs) / 2;
			this.#drained = undefined;
			drained.resolve();
		});
	}

	/** How long until the next flush may begin once this one is sent, in milliseconds; 0 or less for now. */
	wait(readers: number): number {
		const now = this.#host.now();
		const recent = { costMs: this.#costMs, rate: this.#rate };
		const window = flushWindow(readers, this.#maxDelayMs, recent);
		const rest = Math.min(this.#maxDelayMs, this.#costMs * REST_PER_COST);
		// Bounded, because the clock may have been set back since the last flush.
		return Math.max(Math.min(window, this.#begunAt + window - now), Math.min(rest, this.#drainedAt + rest - now));
	}
}
