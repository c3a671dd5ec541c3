import type { ServerFrame, ServerFrames } from "../../src/protocol/server-frames.ts";

/** What happened to a channel's readers, so that a run that tried nothing does not pass for one that found nothing. */
export interface Tally {
	events: number;
	skips: number;
	lost: number;
	resumed: { fresh: number; complete: number; partial: number };
}

export function noTally(): Tally {
	return { events: 0, skips: 0, lost: 0, resumed: { fresh: 0, complete: 0, partial: 0 } };
}

/** What a channel's log holds, to hold readers' frames to it. */
export interface Truth {
	/** Up to here retention took everything. */
	readonly floor: number;
	/** Whether a number is kept from a user. */
	isHidden(seq: number, user: string | undefined): boolean;
	/** Whether a number's content is gone. */
	isRedacted(seq: number): boolean;
	/** Whether an event holds what was published under its number. */
	isRight(event: ServerFrames["event"]): boolean;
}

/** A page with a client that remembers how far it got, over all its connections. Throws where it is told wrong. */
export class Witness {
	readonly user: string | undefined;
	/** Where it stands; unknown before the first welcome. */
	position: number | undefined;
	/** What it asked for when it last connected. */
	since: number | undefined;

	constructor(user: string | undefined) {
		this.user = user;
	}

	take(frame: ServerFrame, truth: Truth, tally: Tally): void {
		if (frame.type === "welcome") this.#welcomed(frame, truth, tally);
		if (frame.type === "skip") this.#skipped(frame, truth, tally);
		if (frame.type !== "event") return;
		this.#advance(frame.seq, frame.seq);
		if (!truth.isRight(frame)) throw new Error(`the event ${frame.seq} holds ${JSON.stringify(frame.data)}`);
		if (truth.isHidden(frame.seq, this.user)) throw new Error(`${this.user} was shown ${frame.seq}`);
		tally.events++;
	}

	#welcomed({ resumed, gap, cursor }: ServerFrames["welcome"], { floor }: Truth, tally: Tally): void {
		const { since } = this;
		const head = Number(cursor.split(":")[1]);
		if ((since === undefined) !== (resumed === "fresh")) throw new Error(`since ${since} gave ${resumed}`);
		if (gap !== undefined && gap.after !== since) throw new Error(`the gap begins after ${gap.after}, not ${since}`);
		if (gap !== undefined && gap.before > floor + 1) throw new Error(`the gap ends at ${gap.before}, past ${floor}`);
		this.position = since === undefined ? head : gap === undefined ? since : gap.before - 1;
		tally.resumed[resumed]++;
	}

	#skipped({ seq: from, to = from, lost = false }: ServerFrames["skip"], truth: Truth, tally: Tally): void {
		this.#advance(from, to);
		for (let seq = from; seq <= to; seq++) {
			const isKept = truth.isHidden(seq, this.user) || truth.isRedacted(seq);
			if (lost ? seq > truth.floor : !isKept) throw new Error(`${seq} was kept from ${this.user} without a reason`);
			tally[lost ? "lost" : "skips"]++;
		}
	}

	/** Every number once, in order. */
	#advance(from: number, to: number): void {
		const expected = (this.position ?? 0) + 1;
		if (from !== expected) throw new Error(`${from} came where ${expected} was due`);
		this.position = to;
	}
}
