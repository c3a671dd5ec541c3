import type { RoomHost } from "./ports.ts";

/** Who acknowledged a message, and who of those known to the channel did not. */
export interface Receipts {
	readonly acknowledged: readonly string[];
	readonly missing: readonly string[];
}

interface Waiting {
	readonly seq: number;
	readonly missing: Set<string>;
	readonly acknowledged: Set<string>;
	readonly settle: () => void;
}

/** Waits for readers to acknowledge messages that ask for it. Lives in memory: an answer waits for it, or nothing does. */
export class ReceiptBook {
	readonly #host: RoomHost;
	readonly #waiting = new Set<Waiting>();

	constructor(host: RoomHost) {
		this.#host = host;
	}

	/** Waits until all of `wanted` have acknowledged `seq`, or for `waitMs`. */
	collect(seq: number, wanted: readonly string[], waitMs: number): Promise<Receipts> {
		const { promise, resolve } = Promise.withResolvers<Receipts>();
		const cancel = this.#host.after(waitMs, () => waiting.settle());
		const waiting: Waiting = {
			seq,
			missing: new Set(wanted),
			acknowledged: new Set(),
			settle: () => {
				cancel();
				this.#waiting.delete(waiting);
				resolve({ acknowledged: [...waiting.acknowledged], missing: [...waiting.missing] });
			},
		};
		this.#waiting.add(waiting);
		if (waiting.missing.size === 0) waiting.settle();
		return promise;
	}

	/** Answers all who wait: no more acknowledgements will come. */
	end(): void {
		for (const waiting of this.#waiting) waiting.settle();
	}

	/** A user has everything up to `seq`: events come in order, so a later number vouches for the earlier ones. */
	acknowledge(user: string, seq: number): void {
		for (const waiting of this.#waiting) {
			if (waiting.seq > seq) continue;
			waiting.acknowledged.add(user);
			waiting.missing.delete(user);
			if (waiting.missing.size === 0) waiting.settle();
		}
	}
}
