import type { Log } from "./log.ts";
import type { Outbox } from "./outbox.ts";
import type { RoomHost } from "./ports.ts";
import type { Reader } from "./reader.ts";
import type { Roster } from "./roster.ts";
import { expiryOf, nextExpiry, SWEEP_MS } from "./sweep.ts";

/**
 * What a room has to wake for: messages that grow too old, silent sockets, tickets that run out, webhooks to be tried
 * again. It keeps no timer: a sleeping room has an alarm, set for what is due first, and nothing else.
 */
export class Agenda {
	readonly #host: RoomHost;
	readonly #log: Log;
	readonly #roster: Roster;
	readonly #outbox: Outbox;
	#sweepAt: number | undefined;

	constructor(parts: { host: RoomHost; log: Log; roster: Roster; outbox: Outbox }) {
		this.#host = parts.host;
		this.#log = parts.log;
		this.#roster = parts.roster;
		this.#outbox = parts.outbox;
	}

	/** A reader has joined, or has a new ticket. */
	joined(reader: Reader): void {
		this.#wakeFor(this.#nextSweep(reader.seenAt), expiryOf(reader.caller));
	}

	/** Messages were stored. */
	stored(): void {
		this.#wakeFor(this.#log.expiresAt());
	}

	/** A webhook was put into the outbox, or one has to be tried again. */
	outboxChanged(): void {
		this.#wakeFor(this.#outbox.nextDue());
	}

	/** The alarm has run, or the room has just woken and cannot know what is due without looking. */
	renew({ swept = false }: { swept?: boolean } = {}): void {
		const now = this.#host.now();
		if (swept) this.#sweepAt = undefined;
		const expiry = nextExpiry(this.#roster, now);
		this.#wakeFor(this.#log.expiresAt(), this.#nextSweep(now), expiry, this.#outbox.nextDue());
	}

	#nextSweep(now: number): number | undefined {
		if (this.#roster.size > 0) this.#sweepAt ??= now + SWEEP_MS;
		return this.#sweepAt;
	}

	#wakeFor(...due: readonly (number | undefined)[]): void {
		this.#host.wakeAt(Math.min(...due.map((at) => at ?? Number.POSITIVE_INFINITY)));
	}
}
