import { type Cursor, formatCursor, parseCursor } from "../../protocol/cursor.ts";
import type { WelcomeFrame } from "../../protocol/server-frames.ts";

/**
 * Events that will not come. `partial`: retention has taken those after `after` and before `before`. `fresh`: the cursor
 * does not stand in this log, and anything may have been missed.
 */
export type Gap =
	{ readonly resumed: "partial"; readonly after: number; readonly before: number } | { readonly resumed: "fresh" };

/** Where a reader stands in the log: what is new to it, what it has had, and what it misses. */
export class Reader {
	#at: Cursor | undefined;
	/** As far as a welcome or a pong has said that the log goes. */
	#head = 0;
	#since: string | undefined;

	constructor(since?: string) {
		// A text that is no cursor is sent as it is: the room says what is wrong with it.
		this.#since = since;
		this.#at = since === undefined ? undefined : parseCursor(since);
	}

	get cursor(): string | undefined {
		return this.#at === undefined ? this.#since : formatCursor(this.#at.epoch, this.#at.seq);
	}

	get seq(): number {
		return this.#at?.seq ?? 0;
	}

	get isBehind(): boolean {
		return this.seq < this.#head;
	}

	/** Takes up what a welcome says; answers what is lost. */
	welcome({ cursor, resumed, gap }: WelcomeFrame): Gap | undefined {
		const head = parseCursor(cursor);
		if (head === undefined) return undefined;
		const hadCursor = this.cursor !== undefined;
		this.#head = head.seq;
		if (resumed === "fresh" || this.#at === undefined) {
			this.#at = head;
			return hadCursor ? { resumed: "fresh" } : undefined;
		}
		if (gap === undefined || gap.before <= this.seq + 1) return undefined;
		this.#at = { epoch: head.epoch, seq: gap.before - 1 };
		return { resumed: "partial", ...gap };
	}

	/** Moves over the events `from` to `to`, if they are next. */
	take(from: number, to: number): "next" | "double" | "hole" {
		if (to <= this.seq) return "double";
		if (from > this.seq + 1 || this.#at === undefined) return "hole";
		this.#at = { epoch: this.#at.epoch, seq: to };
		return "next";
	}

	/** Notes the head that a pong names; answers whether it is that of another log. */
	heard(cursor: string): boolean {
		const head = parseCursor(cursor);
		if (head === undefined || head.epoch !== this.#at?.epoch) return head !== undefined;
		// Never back: a link that answers for itself knows less than the welcome has said.
		this.#head = Math.max(this.#head, head.seq);
		return false;
	}
}
