import { Batch } from "./encode.ts";
import { type Reader, userIdOf } from "./reader.ts";
import { type Item, viewOf } from "./view.ts";

/** The batches of one flush: one for all, and others only where someone gets something else. */
export class Batches {
	/** Where those stand who get all of it. */
	readonly after: number;
	/** What goes even to those who are behind. */
	readonly kept: Batch | undefined;
	readonly #items: readonly Item[];
	readonly #excluded: ReadonlySet<string>;
	readonly #senders: ReadonlySet<string>;
	readonly #made = new Map<string, Batch | undefined>();
	readonly #isForAll: boolean;
	#all: Batch | undefined;

	constructor(items: readonly Item[], after: number) {
		this.#items = items;
		this.after = after;
		const kept = items.flatMap(({ frame, keep }) => (keep && frame !== null ? [frame] : []));
		this.kept = kept.length === 0 ? undefined : new Batch(kept);
		this.#excluded = new Set(items.flatMap((item) => item.exclude ?? []));
		this.#senders = new Set(items.flatMap((item) => item.own ?? []));
		this.#isForAll = this.#excluded.size + this.#senders.size === 0;
	}

	/** What a reader gets; nothing where all of it is kept from that one. */
	for(reader: Reader): Batch | undefined {
		// As good as always: nothing is kept from anybody, and the reader keeps up.
		if (this.#isForAll && reader.position === this.after) return (this.#all ??= this.#make(reader));
		if (this.#senders.has(reader.session)) return this.#make(reader);
		const id = userIdOf(reader);
		const view = id !== undefined && this.#excluded.has(id) ? `u${id}` : "";
		const key = `${Math.max(reader.position, this.after)} ${view}`;
		if (!this.#made.has(key)) this.#made.set(key, this.#make(reader));
		return this.#made.get(key);
	}

	/** A reader that joined while the flush was due already has what stands at or before its position. */
	#make(reader: Reader): Batch | undefined {
		const items = this.#items.filter(
			({ seq, own }) => (seq === undefined || seq > reader.position) && (own === undefined || own !== reader.session),
		);
		const frames = viewOf(items, userIdOf(reader));
		return frames.length === 0 ? undefined : new Batch(frames);
	}
}
