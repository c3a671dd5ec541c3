import type { Channel } from "../../channel.ts";
import type { StateCode } from "../../core/state.ts";
import { ParlourError } from "../../index.ts";

/** What a moderator has done to the user; `until` in milliseconds since 1970, infinite for good. */
export interface Sentence {
	readonly is: "muted" | "kicked" | "banned" | "lost";
	readonly until?: number;
	/** Whether it is being asked how long it holds. */
	readonly isAsked?: boolean;
}

/** A ban or a mute without a time is one of ten years; whatever has most of that left, in milliseconds, is for good. */
const FOR_GOOD_MS = 283_824_000_000;
/** How often the time that is left is shown anew, at the least. */
const TICK_MS = 15_000;

/** What keeps the user from writing, or from being there. */
export class Barred {
	/** That the user may not write. */
	mute: Sentence | undefined;
	/** Why the user is not connected any more; it holds until they are, also while they try. */
	exit: Sentence | undefined;
	readonly #changed: () => void;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** Whether a moderator has sent the user away. */
	get isSentAway(): boolean {
		return this.exit?.is === "kicked" || this.exit?.is === "banned";
	}

	/** @param left in milliseconds, where the room has named it */
	muted(left: number | undefined): void {
		this.mute = { is: "muted", ...untilOf(left) };
		this.#tick();
	}

	/** The user was let write. */
	heard(): void {
		this.mute = undefined;
	}

	/** The connection has ended for good. How long a ban holds is asked for: what ended the connection does not say it. */
	async lost(code: StateCode, channel: Channel): Promise<void> {
		const is = exitOf(code);
		const isAsked = is === "banned";
		// What was said before stays until it is known better: whoever tries again in vain sees no other words meanwhile.
		const exit: Sentence = { ...(this.exit?.is === is && this.exit), is, isAsked };
		this.exit = exit;
		this.#changed();
		if (!isAsked) return;
		const error: unknown = await channel.presence().catch((thrown: unknown) => thrown);
		if (this.exit !== exit) return;
		const isKnown = error instanceof ParlourError && error.code === "banned";
		this.exit = { is, ...(isKnown && untilOf(error.retryAfter)) };
		this.#tick();
	}

	/** The user is back. */
	returned(): void {
		this.exit = undefined;
		this.#tick();
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#tick(): void {
		clearTimeout(this.#timer);
		const now = Date.now();
		if ((this.mute?.until ?? Number.POSITIVE_INFINITY) <= now) this.mute = undefined;
		this.#changed();
		const ends = [this.mute, this.exit].flatMap((one) =>
			one?.until !== undefined && one.until > now ? [one.until] : [],
		);
		const next = Math.min(...ends) - now;
		if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#tick(), Math.min(next, TICK_MS));
	}
}

/** A code may be any text, also one that only a newer room knows. */
function exitOf(code: StateCode): "kicked" | "banned" | "lost" {
	return code === "kicked" ? "kicked" : code === "banned" ? "banned" : "lost";
}

function untilOf(left: number | undefined): { until?: number } {
	return left === undefined ? {} : { until: left > FOR_GOOD_MS ? Number.POSITIVE_INFINITY : Date.now() + left };
}
