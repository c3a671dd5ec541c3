import { LIMITS } from "../../protocol/limits.ts";
import { Batches } from "./batches.ts";
import type { Encoded } from "./encode.ts";
import { FEW_READERS, Pace } from "./pace.ts";
import type { LogRow, RoomHost } from "./ports.ts";
import type { Reader } from "./reader.ts";
import type { Roster } from "./roster.ts";
import type { Item } from "./view.ts";

export interface FanoutParts {
	readonly roster: Roster;
	readonly host: RoomHost;
	readonly maxDelayMs: number;
	/** Takes care of readers that were left behind. */
	readonly onBehind: (reader: Reader) => void;
	/** How many readers the largest of the objects has that a flush is passed on to; a flush waits for it as for its own. */
	readonly elsewhere: () => number;
	/** Takes each flush to other objects, before the readers here get it: theirs have the longer way. */
	readonly onFlush?: (flush: Flush) => void;
	/** Runs after each flush. */
	readonly onFlushed: () => void;
}

/** What was handed over at once. */
export interface Flush {
	readonly items: readonly Item[];
	/** Where those stood who got all of it, and where they stand now. */
	readonly after: number;
	readonly to: number;
}

/**
 * Hands what is new to all readers: at once where the room is idle, in batches while a flush is due. A frame costs far
 * more than its bytes, so the number of frames is what must not grow with the number of messages.
 */
export class Fanout {
	readonly #parts: FanoutParts;
	#pending: Item[] = [];
	/** Places in `#pending` of signals that a later one of the same key replaces. */
	readonly #replaceable = new Map<string, number>();
	#flushed: number;
	readonly #pace: Pace;
	/** Whether something is under way that ends in a flush. */
	#isDue = false;

	constructor(parts: FanoutParts, head: number) {
		this.#parts = parts;
		this.#pace = new Pace(parts.host, parts.maxDelayMs);
		this.#flushed = head;
	}

	/** Everything up to this number has been handed to all readers that keep up. */
	get flushed(): number {
		return this.#flushed;
	}

	/** Takes rows that have just been stored. */
	addRows(rows: readonly LogRow[]): void {
		if (rows.length === 0) return;
		for (const { seq, frame, exclude } of rows) this.#pending.push({ seq, frame, exclude });
		this.#schedule();
	}

	/**
	 * Takes a frame that stands in no log.
	 *
	 * @param options `key`: it replaces an earlier frame of the same key that is still due. `keep`: readers that are
	 * behind get it too, because nothing will tell them later. `own`: the session that it came from, which does not get it
	 */
	addFrame(frame: Encoded, { key, keep, own }: { key?: string; keep?: true; own?: string }): void {
		const place = key === undefined ? undefined : this.#replaceable.get(key);
		if (place === undefined) {
			if (key !== undefined) this.#replaceable.set(key, this.#pending.length);
			this.#pending.push({ frame, keep, own });
		} else this.#pending[place] = { frame, keep, own };
		this.#schedule();
	}

	/** Hands over what another object has flushed, without waiting: it has waited there. */
	pass({ items, after, to }: Flush): void {
		this.#pending = [...items];
		this.#flushed = after;
		this.flush(to);
	}

	/** Readers who keep up stand at this number from now on, whatever was handed over. */
	skip(to: number): void {
		this.#flushed = to;
	}

	/** Takes the content out of rows that are still due. */
	blank(seqs: readonly number[]): void {
		if (this.#pending.length === 0) return;
		const blanked = new Set(seqs);
		this.#pending = this.#pending.map((item) =>
			item.seq !== undefined && blanked.has(item.seq) ? { ...item, frame: null } : item,
		);
	}

	/** Resolves when everything that was handed over has been sent; `undefined` where that is so already. */
	get drained(): Promise<void> | undefined {
		return this.#pace.drained;
	}

	#schedule(): void {
		if (this.#isDue || this.#pending.length === 0) return;
		const { roster, host, elsewhere } = this.#parts;
		const { drained } = this.#pace;
		const wait = this.#pace.wait(Math.max(roster.size, elsewhere()));
		if (drained === undefined && wait <= 0) return this.#begin();
		this.#isDue = true;
		if (drained === undefined) host.after(wait, () => this.#begin());
		else void drained.then(() => this.#again());
	}

	#again(): void {
		this.#isDue = false;
		this.#schedule();
	}

	/**
	 * Begins a flush. To many readers it waits until what it sends is durable: the runtime would hold back each frame until
	 * then, and holding a frame back costs half as much again as sending it.
	 */
	#begin(): void {
		const { roster, host } = this.#parts;
		if (roster.size <= FEW_READERS) return this.flush();
		this.#isDue = true;
		// An object whose storage fails is begun anew; what it could not store is for nobody to see.
		void host.durable().then(
			() => this.flush(),
			() => undefined,
		);
	}

	/** Hands over everything that is due. @param upTo where readers stand then, if what is due does not say it */
	flush(upTo: number = this.#flushed): void {
		this.#isDue = false;
		const items = this.#pending;
		if (items.length === 0 && upTo === this.#flushed) return;
		this.#pending = [];
		this.#replaceable.clear();
		const after = this.#flushed;
		this.#flushed = Math.max(upTo, items.findLast((item) => item.seq !== undefined)?.seq ?? after);
		const { roster, onFlush, onFlushed } = this.#parts;
		const flush = { items, after, to: this.#flushed };
		this.#pace.begin(roster.size, items.length);
		onFlush?.(flush);
		const batches = new Batches(items, after);
		for (const reader of roster) this.#hand(reader, batches);
		onFlushed();
	}

	#hand(reader: Reader, batches: Batches): void {
		if (reader.position < batches.after || reader.sink.buffered() > LIMITS.bufferedBytes) {
			// Not in step, or too slow: the log serves it, with no frame kept in memory for it.
			if (batches.kept !== undefined) reader.sink.deliver(batches.kept, reader.position);
			if (reader.position < this.#flushed) this.#parts.onBehind(reader);
			return;
		}
		const batch = batches.for(reader);
		reader.position = Math.max(reader.position, this.#flushed);
		if (batch !== undefined) reader.sink.deliver(batch, reader.position);
	}
}
