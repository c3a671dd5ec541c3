/** How many files a user may send at once, and how long it takes until they may send one more, in milliseconds. */
const BURST = 50;
const EVERY_MS = 1_000;
/** How many users are remembered; past this, those who sent longest ago are forgotten, and begin anew. */
const MOST_KNOWN = 10_000;

/**
 * How fast users may upload, as far as one isolate sees it: no other is asked, so that where there are several a user may
 * send more. It is there for a page that has gone wrong, and for those who try to fill the store.
 */
export class UploadRate {
	/** By user, when all of their burst is theirs again; milliseconds since 1970. */
	readonly #fullAt = new Map<string, number>();

	/** Counts an upload. Answers how long to wait where there were too many, in milliseconds, else 0. */
	take(user: string, nowMs: number): number {
		const fullAt = Math.max(this.#fullAt.get(user) ?? 0, nowMs) + EVERY_MS;
		const wait = fullAt - nowMs - BURST * EVERY_MS;
		if (wait > 0) return wait;
		this.#fullAt.delete(user);
		this.#fullAt.set(user, fullAt);
		const [oldest] = this.#fullAt.keys();
		if (this.#fullAt.size > MOST_KNOWN && oldest !== undefined) this.#fullAt.delete(oldest);
		return 0;
	}
}
