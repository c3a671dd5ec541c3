import { FAULTS } from "../../protocol/faults.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { Batch, type Encoded, encodeFrame } from "./encode.ts";
import { HeartbeatGate } from "./heartbeat-gate.ts";
import type { LogRow, RoomHost } from "./ports.ts";
import { type Reader, userIdOf } from "./reader.ts";
import { encodeSkip, viewOf } from "./view.ts";

/** How often readers that fell behind are looked at, in milliseconds. */
const PACE_MS = 20;
/** How often, once none of them has moved for {@link LIVELY_MS}: most of those wait for a heartbeat. */
const SLOW_PACE_MS = 100;
const LIVELY_MS = 2_000;

/** What may be sent again, as far as it is counted. */
export interface ReplayBudget {
	/** Returns how long a reader has to wait for its next page, in milliseconds; 0 where it need not. */
	replayWait(reader: Reader): number;
	/** Counts what a reader was sent again, in characters. */
	replayed(reader: Reader, chars: number): void;
}

/** A log as far as it is read to serve readers from. */
export interface Pages {
	readonly head: number;
	readonly floor: number;
	read(after: number, to: number, maxBytes: number): LogRow[];
	/** Whether the rows after a number are at hand; one that has to get them from elsewhere begins to. */
	holds?(after: number): boolean;
}

/** What a reader that is behind was last seen to have taken. */
interface Progress {
	readonly at: number;
	readonly buffered: number;
}

/** Why a reader was not handed more: it has everything, or it is to be looked at again later. */
type Outcome = "done" | "full" | "silent" | "spent" | "missing";

export interface CatchUpParts {
	readonly log: Pages;
	readonly host: RoomHost;
	readonly budget: ReplayBudget;
	/** Lets a reader go that was closed because it takes nothing; its socket may never say so. */
	readonly onGivenUp: (reader: Reader) => void;
}

/**
 * Serves readers from the log until they stand at its head: those that resume, and those whose socket took too little to
 * be served live. Each gets a page at a time, as its socket takes them, its heartbeats come and its budget allows, so that
 * a slow reader costs no memory. A reader has one place in the log, so that a replay that is asked for while another is
 * under way takes its place.
 */
export class CatchUp {
	readonly #parts: CatchUpParts;
	readonly #gate = new HeartbeatGate();
	/** Readers behind, and when each was last seen to take something. */
	readonly #behind = new Map<Reader, Progress>();
	#ticking = false;

	constructor(parts: CatchUpParts) {
		this.#parts = parts;
	}

	/** Serves a reader as far as its socket takes it, and goes on later with the rest. */
	serve(reader: Reader): void {
		if (this.#pages(reader) === "done") this.#behind.delete(reader);
		else this.watch(reader);
	}

	/** Takes care of a reader that is behind. */
	watch(reader: Reader): void {
		if (!this.#behind.has(reader)) this.#behind.set(reader, this.#progress(reader));
		this.#schedule();
	}

	forget(reader: Reader): void {
		this.#behind.delete(reader);
	}

	#schedule(): void {
		if (this.#ticking || this.#behind.size === 0) return;
		this.#ticking = true;
		const since = this.#parts.host.now() - LIVELY_MS;
		const isLively = [...this.#behind.values()].some(({ at }) => at > since);
		this.#parts.host.after(isLively ? PACE_MS : SLOW_PACE_MS, () => this.#tick());
	}

	#tick(): void {
		this.#ticking = false;
		const now = this.#parts.host.now();
		for (const [reader, last] of this.#behind) {
			const position = reader.position;
			const outcome = this.#pages(reader);
			// That its budget is spent is no sign that it takes nothing.
			const isServed = reader.position > position || reader.sink.buffered() < last.buffered || outcome === "spent";
			// A look that is yet to come was before the clock was set back: it begins anew.
			const hasMoved = isServed || now < last.at;
			const patience = outcome === "silent" ? LIMITS.silentMs : LIMITS.stalledMs;
			if (outcome === "done") this.#behind.delete(reader);
			else if (hasMoved) this.#behind.set(reader, this.#progress(reader));
			else if (now - last.at > patience) this.#giveUp(reader);
		}
		this.#schedule();
	}

	#progress(reader: Reader): Progress {
		return { at: this.#parts.host.now(), buffered: reader.sink.buffered() };
	}

	#pages(reader: Reader): Outcome {
		const { log, budget } = this.#parts;
		while (reader.position < log.head) {
			if (reader.sink.buffered() > LIMITS.bufferedBytes) return "full";
			if (!this.#gate.isOpen(reader)) return "silent";
			if (budget.replayWait(reader) > 0) return "spent";
			if (log.holds?.(reader.position) === false) return "missing";
			const { frames, end } = pageAfter(log, reader.position, userIdOf(reader), reader.floor);
			reader.position = end;
			reader.sink.deliver(new Batch(frames), end);
			this.#gate.passed(reader);
			budget.replayed(reader, charsOf(frames));
		}
		return "done";
	}

	#giveUp(reader: Reader): void {
		const { close, message } = FAULTS.slow_reader;
		this.#behind.delete(reader);
		reader.sink.deliver(new Batch([encodeFrame({ type: "fault", code: "slow_reader", message })]), reader.position);
		reader.sink.close(close, "slow_reader");
		this.#parts.onGivenUp(reader);
	}
}

/** Returns how many characters frames have. */
export function charsOf(frames: readonly Encoded[]): number {
	return frames.reduce((chars, { length }) => chars + length, 0);
}

/**
 * A page of the log for a user: its frames, and where the reader stands after it.
 *
 * @param floor what was up to this number is not for the reader
 */
export function pageAfter(
	log: Pages,
	position: number,
	userId: string | undefined,
	floor = 0,
): { frames: Encoded[]; end: number } {
	const from = Math.max(position, log.floor, Math.min(floor, log.head));
	const rows = log.read(from, log.head, LIMITS.pageBytes);
	const end = rows.at(-1)?.seq ?? log.head;
	const lost = from > position ? [encodeSkip(position + 1, from, true)] : [];
	return { frames: [...lost, ...viewOf(rows, userId)], end };
}
