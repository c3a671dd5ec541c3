import { type Cursor, formatCursor } from "../../protocol/cursor.ts";
import type { RoomHost } from "./ports.ts";
import type { Extent } from "./resume.ts";

/** Where a reader was let in: it gets nothing of what was before. */
export interface Entry {
	/** Everything up to this number was before. */
	readonly floor: number;
	/** Goes into the reader's cursors, so that it may come back to what it has missed since. */
	readonly proof: string;
	/** Whether the cursor that the reader came with is good. */
	readonly isProven: boolean;
}

export interface EntriesParts {
	readonly host: Pick<RoomHost, "now" | "sign" | "isSigned">;
	readonly log: Extent;
	/** Until when cursors without a proof are honoured; milliseconds since 1970. */
	readonly plainUntil: () => number | undefined;
}

/**
 * Says where readers begin in an area whose history they may not read. A reader makes cursors by itself, out of the log's
 * epoch and the number of an event, so that a cursor says nothing by itself: the room signs where each reader was let in.
 */
export class Entries {
	readonly #parts: EntriesParts;

	constructor(parts: EntriesParts) {
		this.#parts = parts;
	}

	/** Returns where a reader with this cursor was let in: as its proof says, and otherwise now. */
	async of(since: Cursor | undefined): Promise<Entry> {
		const proven = since === undefined ? undefined : await this.#floorOf(since);
		const floor = proven ?? this.#parts.log.head;
		return { floor, proof: await this.#proof(floor), isProven: proven !== undefined };
	}

	/** Returns a cursor at a number, for somebody who is there now. */
	async cursorAt(seq: number): Promise<string> {
		return formatCursor(this.#parts.log.epoch, seq, await this.#proof(seq));
	}

	async #proof(floor: number): Promise<string> {
		return `${floor.toString(36)}.${await this.#parts.host.sign(this.#text(floor))}`;
	}

	async #floorOf({ epoch, seq, proof }: Cursor): Promise<number | undefined> {
		const { host, log, plainUntil } = this.#parts;
		if (epoch !== log.epoch) return undefined;
		if (proof === undefined) return host.now() < (plainUntil() ?? 0) ? Math.min(seq, log.head) : undefined;
		const [digits = "", signature = ""] = proof.split(".");
		const floor = Number.parseInt(digits, 36);
		return (await host.isSigned(this.#text(floor), signature)) ? floor : undefined;
	}

	#text(floor: number): string {
		return `${this.#parts.log.epoch}\n${floor}`;
	}
}

/** Returns how far a log reaches for a reader that was let in somewhere. */
export function extentFor(log: Extent, entry: Entry | undefined): Extent {
	const { epoch, head, floor } = log;
	return { epoch, head, floor: Math.max(floor, entry?.floor ?? 0) };
}

/** Returns the cursor that a reader came with, if it is good: one without a proof is good at the head alone. */
export function goodCursor(since: Cursor | undefined, entry: Entry | undefined, { head }: Extent): Cursor | undefined {
	return entry === undefined || entry.isProven || since?.seq === head ? since : undefined;
}
