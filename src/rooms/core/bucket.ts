import type { Rate } from "../../config/rules.ts";

/**
 * A token bucket. Kept in memory: a room that has slept has seen nothing, so a full bucket is the truth again.
 */
export class Bucket {
	readonly #rate: Rate;
	#tokens: number;
	#filledAt: number;

	constructor(rate: Rate, nowMs: number) {
		this.#rate = rate;
		this.#tokens = rate.burst;
		this.#filledAt = nowMs;
	}

	/** Takes a token. Answers 0, or the milliseconds until there is one. */
	take(nowMs: number): number {
		const { perSecond } = this.#rate;
		this.#fill(nowMs);
		if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / perSecond) * 1000);
		this.#tokens -= 1;
		return 0;
	}

	/** Takes more than one token, whether they are there or not: what is missing is owed. */
	spend(tokens: number, nowMs: number): void {
		this.#fill(nowMs);
		this.#tokens -= tokens;
	}

	/** Returns how long it takes until nothing is owed, in milliseconds. */
	wait(nowMs: number): number {
		this.#fill(nowMs);
		return this.#tokens > 0 ? 0 : Math.ceil(((1 - this.#tokens) / this.#rate.perSecond) * 1000);
	}

	/** Whether it holds all it can, so that forgetting it changes nothing. */
	isFull(nowMs: number): boolean {
		const { perSecond, burst } = this.#rate;
		return this.#tokens + (Math.max(0, nowMs - this.#filledAt) / 1000) * perSecond >= burst;
	}

	#fill(nowMs: number): void {
		const { perSecond, burst } = this.#rate;
		const earned = (Math.max(0, nowMs - this.#filledAt) / 1000) * perSecond;
		this.#tokens = Math.min(burst, this.#tokens + earned);
		this.#filledAt = nowMs;
	}
}
