import { OriginError } from "./errors.ts";

/** What retrying needs from outside; tests give their own. */
export interface Ports {
	/** Milliseconds since 1970. */
	now(): number;
	/** A number from 0 up to 1. */
	random(): number;
	sleep(milliseconds: number): Promise<void>;
	/** An id that no other message has. */
	newId(): string;
}

export const REAL_PORTS: Ports = {
	now: () => Date.now(),
	random: () => Math.random(),
	sleep: async (milliseconds) => {
		await new Promise((resolve) => setTimeout(resolve, milliseconds));
	},
	newId: () => crypto.randomUUID(),
};

/** How long an origin tries, in milliseconds. */
export interface RetryTimes {
	/** The longest that a request may take, with all its attempts and the waits between them. */
	readonly timeoutMs: number;
	/** How long further requests fail at once after one that nobody answered in its time; 0 switches that off. */
	readonly failFastMs: number;
}

export const RETRY = {
	timeoutMs: 30_000,
	failFastMs: 5_000,
	/** Milliseconds after which one attempt is given up. */
	attemptMs: 10_000,
	/** The ceiling of the first wait in milliseconds; it doubles with each further one, up to `capMs`. */
	baseMs: 250,
	capMs: 8_000,
	/** What is kept of the time for a last attempt, in milliseconds; of a short time a quarter. */
	lastMs: 1_000,
} as const;

/** What an attempt came to: finished, or worth another one, with what to answer or throw if there is none. */
export type Outcome<T> =
	| { readonly done: true; readonly value: T }
	| { readonly done: false; readonly error: OriginError; readonly value?: T | undefined };

/** Makes one attempt, which is given up after `patienceMs`. */
export type Attempt<T> = (patienceMs: number) => Promise<Outcome<T>>;

/**
 * Repeats what may pass, with full jitter, so that many origins that failed together do not come back together. A wait
 * that the other side asks for is kept, and the jitter comes on top of it.
 *
 * It is a circuit breaker as well: after a request that nobody answered in all its time, further ones fail at once for
 * `failFastMs`. After that a single attempt decides between the two.
 */
export class Retrier {
	readonly #ports: Ports;
	readonly #times: RetryTimes;
	#down: { readonly error: OriginError; readonly until: number } | undefined;

	constructor(ports: Ports, times: RetryTimes = RETRY) {
		this.#ports = ports;
		this.#times = times;
	}

	/** An id that no other message has. */
	newId(): string {
		return this.#ports.newId();
	}

	/**
	 * Tries until it is done, or until the time is over.
	 *
	 * @param waitMs how long the other side was asked to wait before it answers; it comes on top of the time
	 * @throws OriginError of the last attempt, where that one left no value
	 */
	async run<T>(attempt: Attempt<T>, waitMs = 0): Promise<T> {
		const isProbe = this.#failFast();
		const end = this.#ports.now() + this.#times.timeoutMs + waitMs;
		for (let ceiling: number = RETRY.baseMs; ; ceiling = Math.min(RETRY.capMs, ceiling * 2)) {
			const outcome = await this.#attempt(attempt, Math.min(RETRY.attemptMs + waitMs, end - this.#ports.now()));
			if (outcome.done) return outcome.value;
			const wait = isProbe ? undefined : this.#waitFor(outcome.error, ceiling, end);
			if (wait === undefined) return this.#giveUp(outcome);
			await this.#ports.sleep(wait);
		}
	}

	async #attempt<T>(attempt: Attempt<T>, patienceMs: number): Promise<Outcome<T>> {
		try {
			const outcome = await attempt(Math.max(1, patienceMs));
			if (outcome.done) this.#down = undefined;
			return outcome;
		} catch (thrown) {
			// A refusal is an answer.
			this.#down = undefined;
			throw thrown;
		}
	}

	/** Milliseconds until the next attempt; `undefined` where none fits into the time. */
	#waitFor({ retryAfter = 0 }: OriginError, ceiling: number, end: number): number | undefined {
		const latest = end - this.#ports.now() - Math.min(RETRY.lastMs, this.#times.timeoutMs / 4);
		if (latest < 1 || retryAfter > latest) return undefined;
		return Math.min(latest, Math.max(1, retryAfter + this.#ports.random() * ceiling));
	}

	#giveUp<T>({ error, value }: Extract<Outcome<T>, { done: false }>): T {
		const { failFastMs } = this.#times;
		this.#down = isDown(error) && failFastMs > 0 ? { error, until: this.#ports.now() + failFastMs } : undefined;
		if (value === undefined) throw error;
		return value;
	}

	/** Answers whether the other side was down a while ago, so that one attempt has to do. @throws OriginError */
	#failFast(): boolean {
		if (this.#down === undefined) return false;
		const { error, until } = this.#down;
		const left = until - this.#ports.now();
		if (left > 0)
			throw new OriginError(error.code, `Not sent, because a request has just failed: ${error.message}`, {
				status: error.status,
				retryAfter: left,
			});
		return true;
	}
}

/** Whether nobody answered who could: one who asks for fewer requests, or refuses a message, is there. */
function isDown({ code, status = 0 }: OriginError): boolean {
	return code === "unreachable" || status >= 500;
}
