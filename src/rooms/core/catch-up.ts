import { FAULTS } from "../../protocol/faults.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { Batch, type Encoded, encodeFrame } from "./encode.ts";
import type { LogRow, RoomHost } from "./ports.ts";
import { type Reader, userIdOf } from "./reader.ts";
import { encodeSkip, viewOf } from "./view.ts";

/** How often readers that fell behind are looked at, in milliseconds. */
const PACE_MS = 20;

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

/**
 * Serves readers from the log until they stand at its head: those that resume, and those whose socket took too little to
 * be served live. Each gets a page at a time, as its socket takes them, so that a slow reader costs no memory.
 */
export class CatchUp {
	readonly #log: Pages;
	readonly #host: RoomHost;
	readonly #onGivenUp: (reader: Reader) => void;
	/** Readers behind, and when each was last seen to take something. */
	readonly #behind = new Map<Reader, Progress>();
	#ticking = false;

	/** @param onGivenUp lets a reader go that was closed because it takes nothing; its socket may never say so */
	constructor(log: Pages, host: RoomHost, onGivenUp: (reader: Reader) => void) {
		this.#log = log;
		this.#host = host;
		this.#onGivenUp = onGivenUp;
	}

	/** Serves a reader as far as its socket takes it, and goes on later with the rest. */
	serve(reader: Reader): void {
		if (this.#pages(reader)) this.#behind.delete(reader);
		else this.watch(reader);
	}

	/** Takes care of a reader that is behind. */
	watch(reader: Reader): void {
		if (!this.#behind.has(reader)) this.#behind.set(reader, this.#progress(reader));
		if (this.#ticking) return;
		this.#ticking = true;
		this.#host.after(PACE_MS, () => this.#tick());
	}

	forget(reader: Reader): void {
		this.#behind.delete(reader);
	}

	#tick(): void {
		this.#ticking = false;
		for (const [reader, last] of this.#behind) {
			const position = reader.position;
			if (this.#pages(reader)) this.#behind.delete(reader);
			else if (reader.position > position || reader.sink.buffered() < last.buffered)
				this.#behind.set(reader, this.#progress(reader));
			else if (this.#host.now() - last.at > LIMITS.stalledMs) this.#giveUp(reader);
		}
		for (const [reader] of this.#behind) this.watch(reader);
	}

	#progress(reader: Reader): Progress {
		return { at: this.#host.now(), buffered: reader.sink.buffered() };
	}

	/** Whether the reader stands at the head now. */
	#pages(reader: Reader): boolean {
		while (reader.position < this.#log.head) {
			if (reader.sink.buffered() > LIMITS.bufferedBytes) return false;
			if (this.#log.holds?.(reader.position) === false) return false;
			const { frames, end } = pageAfter(this.#log, reader.position, userIdOf(reader));
			reader.position = end;
			reader.sink.deliver(new Batch(frames), end);
		}
		return true;
	}

	#giveUp(reader: Reader): void {
		const { close, message } = FAULTS.slow_reader;
		this.#behind.delete(reader);
		reader.sink.deliver(new Batch([encodeFrame({ type: "fault", code: "slow_reader", message })]), reader.position);
		reader.sink.close(close, "slow_reader");
		this.#onGivenUp(reader);
	}
}

/** A page of the log for a user: its frames, and where the reader stands after it. */
export function pageAfter(
	log: Pages,
	position: number,
	userId: string | undefined,
): { frames: Encoded[]; end: number } {
	const from = Math.max(position, log.floor);
	const rows = log.read(from, log.head, LIMITS.pageBytes);
	const end = rows.at(-1)?.seq ?? log.head;
	const lost = from > position ? [encodeSkip(position + 1, from, true)] : [];
	return { frames: [...lost, ...viewOf(rows, userId)], end };
}
