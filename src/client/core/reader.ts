import type { WelcomeFrame } from "../../protocol/server-frames.ts";

/**
 * Events that will not come. `partial`: retention has taken those after `after` and before `before`. `fresh`: the cursor
 * does not stand in this log, and anything may have been missed.
 */
export type Gap =
	{ readonly resumed: "partial"; readonly after: number; readonly before: number } | { readonly resumed: "fresh" };

/** Where a reader stands in the log: what is new to it, what it has had, and what it misses. */
export class Reader {
	cursor: string | undefined;
	/** The number in the cursor. */
	seq = 0;
	#epoch: string | undefined;
	/** What the room lets it come back with, where it asks for that. */
	#proof: string | undefined;
	/** As far as a welcome or a pong has said that the log goes. */
	#head = 0;

	constructor(since?: string) {
		// A text that is no cursor is sent as it is: the room says what is wrong with it.
		this.cursor = since;
		if (since) [this.#epoch, this.seq, this.#proof] = partsOf(since);
	}

	get isBehind(): boolean {
		return this.seq < this.#head;
	}

	/** Takes up what a welcome says; answers what is lost. */
	welcome({ cursor, resumed, gap }: WelcomeFrame): Gap | undefined {
		const [epoch, head, proof] = partsOf(cursor);
		const hadCursor = this.cursor;
		this.#head = head;
		this.#proof = proof;
		if (resumed === "fresh" || !hadCursor) {
			this.#epoch = epoch;
			this.#move(head);
			return hadCursor ? { resumed: "fresh" } : undefined;
		}
		this.#move(this.seq);
		if (!gap || gap.before <= this.seq + 1) return undefined;
		this.#move(gap.before - 1);
		return { resumed: "partial", ...gap };
	}

	/** Moves over the events `from` to `to`, if they are next; otherwise they are behind it, or there is a hole before. */
	take(from: number, to: number): boolean {
		const isNext = from <= this.seq + 1 && to > this.seq;
		if (isNext) this.#move(to);
		this.#head = Math.max(this.#head, to);
		return isNext;
	}

	/** Notes the head that a pong names; answers whether it is that of another log. */
	heard(cursor: string): boolean {
		const [epoch, head] = partsOf(cursor);
		// What is no cursor says nothing.
		if (epoch !== this.#epoch) return head >= 0;
		// Never back: a link that answers for itself knows less than the welcome has said.
		this.#head = Math.max(this.#head, head);
		return false;
	}

	#move(seq: number): void {
		this.seq = seq;
		this.cursor = `${this.#epoch}:${seq}${this.#proof ? `:${this.#proof}` : ""}`;
	}
}

/** The parts of a cursor. The room wrote it, so it is not measured again. */
function partsOf(cursor: string): [epoch: string, seq: number, proof: string | undefined] {
	const [epoch = "", seq, proof] = cursor.split(":");
	return [epoch, Number(seq), proof];
}
