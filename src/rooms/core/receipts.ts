import type { RoomHost } from "./ports.ts";

/** Who acknowledged a message, and who of those known to the channel did not. */
export interface Receipts {
	readonly acknowledged: readonly string[];
	readonly missing: readonly string[];
}

/** Which message is to be acknowledged, and how long that may take. */
export interface Wanted {
	readonly seq: number;
	readonly waitMs: number;
}

interface Waiting {
	readonly seq: number;
	readonly exclude: readonly string[];
	readonly missing: Set<string>;
	readonly acknowledged: Set<string>;
	readonly settle: () => void;
}

/** Waits for readers to acknowledge messages that ask for it. Lives in memory: an answer waits for it, or nothing does. */
export class ReceiptBook {
	readonly #host: RoomHost;
	readonly #waiting = new Set<Waiting>();
	/** How far each user has acknowledged: some do before they are asked for it, while the message is made durable. */
	readonly #reached = new Map<string, number>();

	constructor(host: RoomHost) {
		this.#host = host;
	}

	/**
	 * Waits until all whom a message went to have acknowledged it.
	 *
	 * @param known the users that the channel knows
	 * @param exclude those that it did not go to
	 */
	collect({ seq, waitMs }: Wanted, known: readonly string[], exclude: readonly string[] = []): Promise<Receipts> {
		const { promise, resolve } = Promise.withResolvers<Receipts>();
		const cancel = this.#host.after(waitMs, () => waiting.settle());
		const waiting: Waiting = {
			seq,
			exclude,
			missing: new Set(known.filter((id) => !exclude.includes(id))),
			acknowledged: new Set(),
			settle: () => {
				cancel();
				this.#waiting.delete(waiting);
				resolve({ acknowledged: [...waiting.acknowledged], missing: [...waiting.missing] });
			},
		};
		this.#waiting.add(waiting);
		for (const [user, reached] of this.#reached) note(waiting, user, reached);
		if (waiting.missing.size === 0) waiting.settle();
		return promise;
	}

	/** Answers all who wait: no more acknowledgements will come. */
	end(): void {
		for (const waiting of this.#waiting) waiting.settle();
	}

	/** A user has everything up to `seq`: events come in order, so a later number vouches for the earlier ones. */
	acknowledge(user: string, seq: number): void {
		if (seq <= (this.#reached.get(user) ?? 0)) return;
		this.#reached.set(user, seq);
		for (const waiting of this.#waiting) {
			note(waiting, user, seq);
			if (waiting.missing.size === 0) waiting.settle();
		}
	}
}

function note({ seq, exclude, acknowledged, missing }: Waiting, user: string, reached: number): void {
	if (reached < seq || exclude.includes(user)) return;
	acknowledged.add(user);
	missing.delete(user);
}
