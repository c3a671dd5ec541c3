/** Counts a burst's messages as they come in: each number from 0 on is to come once, and in order. */
export class Tally {
	readonly expected: number;
	/** Milliseconds from sending to receiving, in the order of receiving. */
	readonly latencies: number[] = [];
	/** How many different ones have come. */
	received = 0;
	duplicated = 0;
	disordered = 0;
	readonly #seen: Uint8Array;
	#highest = -1;

	constructor(expected: number) {
		this.expected = expected;
		this.#seen = new Uint8Array(expected);
	}

	get missing(): number {
		return this.expected - this.received;
	}

	get isRight(): boolean {
		return this.missing + this.duplicated + this.disordered === 0;
	}

	take(number: number, latency: number): void {
		if (this.#seen[number] !== 0) {
			this.duplicated++;
			return;
		}
		this.#seen[number] = 1;
		this.received++;
		if (number < this.#highest) this.disordered++;
		this.#highest = Math.max(this.#highest, number);
		this.latencies.push(latency);
	}
}
