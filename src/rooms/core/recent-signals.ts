import { LIMITS } from "../../protocol/limits.ts";
import type { Encoded } from "./encode.ts";
import type { Clock } from "./ports.ts";
import type { Item } from "./view.ts";

/** How long after the last poll signals are kept, in milliseconds; a page polls again within a second or so. */
const KEPT_MS = 60_000;
/** How many signals are kept at most; their size is bounded by {@link LIMITS.pageBytes}. */
const MOST_KEPT = 256;
/** Numbers begin at the time of waking, so many to a millisecond: those of a room's earlier life are all smaller. */
const NUMBERS_PER_MS = 1_000;

/** Signals after a position, and whether some may have been lost. */
export interface Missed {
	readonly frames: readonly Encoded[];
	readonly lost: boolean;
}

/**
 * The signals of the last moments, for readers that poll: a poll that ends is not there until the next one begins, and a
 * signal stands in no log. Kept in memory, and only while somebody polls.
 */
export class RecentSignals {
	readonly #clock: Clock;
	#position: number;
	#kept: Encoded[] = [];
	#size = 0;
	#askedAt = Number.NEGATIVE_INFINITY;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#position = clock.now() * NUMBERS_PER_MS;
	}

	/** Where a reader stands that has been told all signals. */
	get position(): number {
		return this.#position;
	}

	/** Whether somebody polls, or has done so a moment ago. */
	get isWanted(): boolean {
		// Also where the clock was set back since.
		return Math.abs(this.#clock.now() - this.#askedAt) <= KEPT_MS;
	}

	/** Somebody polls. */
	asked(): void {
		if (!this.isWanted) this.#forgetAll();
		this.#askedAt = this.#clock.now();
	}

	/** Takes what was just handed to those who are there. */
	add(items: readonly Item[]): void {
		if (!this.isWanted) return this.#forgetAll();
		for (const { seq, frame, keep } of items) {
			// Presence has a version of its own, which polls carry.
			if (seq !== undefined || frame === null || keep === true) continue;
			this.#position += 1;
			this.#kept.push(frame);
			this.#size += frame.length;
		}
		while (this.#kept.length > MOST_KEPT || this.#size > LIMITS.pageBytes)
			this.#size -= this.#kept.shift()?.length ?? 0;
	}

	/** Somebody polls, who stands at a position. Returns what they missed: nothing where they stand at none yet. */
	askedAfter(position: number | undefined): Missed {
		this.asked();
		return position === undefined ? { frames: [], lost: false } : this.after(position);
	}

	/** What a reader missed that stands at a position, which an answer of this room or of its earlier life has told it. */
	after(position: number): Missed {
		const count = this.#position - position;
		if (count === 0) return { frames: [], lost: false };
		const isKept = count > 0 && count <= this.#kept.length;
		return { frames: isKept ? this.#kept.slice(-count) : [...this.#kept], lost: !isKept };
	}

	/** Moves on, so that nobody who stood at the last position takes the next one for all there was. */
	#forgetAll(): void {
		this.#kept = [];
		this.#size = 0;
		this.#position = Math.max(this.#position + 1, this.#clock.now() * NUMBERS_PER_MS);
	}
}
