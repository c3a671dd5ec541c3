import type { RoomHost } from "./ports.ts";
import type { Reader } from "./reader.ts";
import type { Roster } from "./roster.ts";
import { expiryOf, nextExpiry, SWEEP_MS } from "./sweep.ts";

export interface AgendaParts {
	readonly host: RoomHost;
	readonly roster: Roster;
	/** Whether there is anybody, here or elsewhere, to look after. */
	readonly attended: () => boolean;
	/** When the rest of the object's parts want to be woken, in milliseconds since 1970. */
	readonly others: () => readonly (number | undefined)[];
}

/**
 * What an object with sockets has to wake for: messages that grow too old, silent sockets, tickets that run out, webhooks
 * to be tried again. It keeps no timer: a sleeping object has an alarm, set for what is due first, and nothing else.
 */
export class Agenda {
	readonly #parts: AgendaParts;
	#sweepAt: number | undefined;

	constructor(parts: AgendaParts) {
		this.#parts = parts;
	}

	/** A reader has joined, or has a new ticket. */
	joined(reader: Reader): void {
		this.#wakeFor(this.#nextSweep(reader.seenAt), expiryOf(reader.caller));
	}

	/** Something is due at a time, in milliseconds since 1970. */
	due(at: number | undefined): void {
		this.#wakeFor(at);
	}

	/** The alarm has run, or the object has just woken and cannot know what is due without looking. */
	renew({ swept = false }: { swept?: boolean } = {}): void {
		const { host, roster, others } = this.#parts;
		const now = host.now();
		if (swept) this.#sweepAt = undefined;
		this.#wakeFor(this.#nextSweep(now), nextExpiry(roster, now), ...others());
	}

	#nextSweep(now: number): number | undefined {
		if (this.#parts.attended()) this.#sweepAt ??= now + SWEEP_MS;
		return this.#sweepAt;
	}

	#wakeFor(...due: readonly (number | undefined)[]): void {
		this.#parts.host.wakeAt(Math.min(...due.map((at) => at ?? Number.POSITIVE_INFINITY)));
	}
}
