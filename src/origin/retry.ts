import type { OriginError } from "./errors.ts";

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

export const RETRY = {
	/** Requests for the same messages, the first one included. */
	attempts: 5,
	/** Milliseconds after which no further attempt begins. */
	totalMs: 30_000,
	/** Milliseconds after which one attempt is given up. */
	attemptMs: 10_000,
	/** The ceiling of the first wait in milliseconds; it doubles with each further one, up to `capMs`. */
	baseMs: 250,
	capMs: 8_000,
} as const;

/** What an attempt came to: finished, or worth another one, with what to answer or throw if there is none. */
export type Outcome<T> =
	| { readonly done: true; readonly value: T }
	| { readonly done: false; readonly error: OriginError; readonly value?: T | undefined };

/**
 * Tries until it is done, with full jitter, so that many origins that failed together do not come back together. A wait
 * that the other side asks for is kept, and the jitter comes on top of it.
 *
 * @throws OriginError of the last attempt, where that one left no value
 */
export async function retry<T>(ports: Ports, attempt: () => Promise<Outcome<T>>): Promise<T> {
	const end = ports.now() + RETRY.totalMs;
	for (let tried = 1; ; tried++) {
		const outcome = await attempt();
		if (outcome.done) return outcome.value;
		const ceiling = Math.min(RETRY.capMs, RETRY.baseMs * 2 ** (tried - 1));
		const wait = (outcome.error.retryAfter ?? 0) + ports.random() * ceiling;
		if (tried === RETRY.attempts || ports.now() + wait > end) {
			if (outcome.value === undefined) throw outcome.error;
			return outcome.value;
		}
		await ports.sleep(wait);
	}
}
