import type { Gap } from "../../core/reader.ts";
import type { Entry, Moves, Person, Progress, Said } from "./entry.ts";
import { mergeMoves } from "./moves.ts";

/** Comings and goings this far apart, in milliseconds, are told apart. */
const TOGETHER_MS = 300_000;

/** What stands in the log, in the order of the channel; what is on its way stands last. */
export class Timeline {
	entries: readonly Entry[] = [];
	readonly #removed = new Set<number>();
	#notes = 0;

	/** The lowest number that is shown. */
	get first(): number | undefined {
		return this.#messages().find(({ seq }) => seq !== undefined)?.seq;
	}

	/** The highest one. */
	get last(): number {
		return this.#messages().findLast(({ seq }) => seq !== undefined)?.seq ?? 0;
	}

	/** Adds messages, from now or from earlier. One that is there already keeps its key, and what is known of it. */
	add(messages: readonly Said[]): void {
		const known = new Map(this.entries.map((entry) => [entry.key, entry]));
		for (const message of messages) {
			const before = known.get(message.key);
			if (before?.kind === "message" && before.seq !== undefined) continue;
			// What has come is neither failed nor on its way, whatever was thought of it.
			const progress = before?.kind === "message" && before.progress?.is === "sent" ? before.progress : undefined;
			known.set(message.key, this.#checked({ ...message, ...(progress && { progress }) }));
		}
		this.#put([...known.values()]);
	}

	/** Shows a message that is on its way, unless it is there. */
	draft(id: string, { text, at, from }: { readonly text: string; readonly at: number; readonly from: Person }): void {
		const key = `d${id}`;
		if (this.entries.some((entry) => entry.key === key)) return;
		const order = Number.POSITIVE_INFINITY;
		const progress = { is: "sending" } as const;
		this.#put([...this.entries, { kind: "message", key, order, at, text, from, mine: true, progress }]);
	}

	/** Notes how far one's own message has got. */
	mark(id: string, progress: Progress): void {
		this.entries = this.entries.map((entry) =>
			entry.key === `d${id}` && entry.kind === "message" ? { ...entry, progress } : entry,
		);
	}

	/** What is still on its way under an id. */
	unsent(id: string): Said | undefined {
		return this.#messages().find(({ key, seq }) => key === `d${id}` && seq === undefined);
	}

	/** Takes away what is still on its way. */
	discard(id: string): void {
		const unsent = this.unsent(id);
		this.entries = this.entries.filter((entry) => entry !== unsent);
	}

	/** Takes the text of messages away; their places stay. */
	remove(seqs: readonly number[]): void {
		for (const seq of seqs) this.#removed.add(seq);
		this.entries = this.entries.map((entry) => (entry.kind === "message" ? this.#checked(entry) : entry));
	}

	/** Says that messages are missing. With another log nothing of the old one stays but what is on its way. */
	miss(gap: Gap): void {
		const key = `n${++this.#notes}`;
		if (gap.resumed === "partial") {
			const count = gap.before - gap.after - 1;
			this.#put([...this.entries, { kind: "gap", key, order: gap.after + 0.5, count }]);
			return;
		}
		this.#removed.clear();
		const waiting = this.#messages().filter(({ seq }) => seq === undefined);
		this.#put([{ kind: "gap", key, order: 0, fresh: true }, ...waiting]);
	}

	/** Says who came and who went, together with what was said of that last where nothing came between. */
	move(change: { readonly entered: readonly Person[]; readonly left: readonly Person[] }, at: number): void {
		const before = this.entries.findLast(({ order }) => Number.isFinite(order));
		const isNear = before?.kind === "moves" && at - before.at < TOGETHER_MS;
		const merged = mergeMoves(isNear ? before : { entered: [], left: [] }, change);
		const others = isNear ? this.entries.filter((entry) => entry !== before) : this.entries;
		const moves: Moves = {
			kind: "moves",
			key: isNear ? before.key : `n${++this.#notes}`,
			order: this.last + 0.5,
			at: isNear ? before.at : at,
			...merged,
		};
		const isAny = merged.entered.length + merged.left.length > 0;
		this.#put(isAny ? [...others, moves] : others);
	}

	#messages(): Said[] {
		return this.entries.filter((entry) => entry.kind === "message");
	}

	/** Without its text, where it was taken back: also where an answer with it was on its way meanwhile. */
	#checked(message: Said): Said {
		if (message.removed || message.seq === undefined || !this.#removed.has(message.seq)) return message;
		return { ...message, text: "", removed: true };
	}

	/** In order; sorting keeps the order of those that stand in the same place. */
	#put(entries: readonly Entry[]): void {
		this.entries = entries.toSorted((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : 0));
	}
}
