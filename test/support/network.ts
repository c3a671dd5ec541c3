import type { ManualHost } from "./host.ts";
import type { Life } from "./life.ts";

interface Trip {
	readonly from: string;
	readonly to: string;
	/** Whether calls of these two arrive in the order in which they were made. */
	readonly inOrder?: boolean;
}

/** Carries calls between objects in memory: each takes a while both ways, and what an object's end cuts off never answers. */
export class Network {
	readonly #host: ManualHost;
	/** The life that an object lives at the moment. */
	readonly #lifeOf: (name: string) => Life;
	/** How long the next way takes, in milliseconds; 0 is this very moment. */
	latency: () => number = () => 0;
	/** Whether an object cannot be reached. */
	isCut: (from: string, to: string) => boolean = () => false;
	readonly #busy = new Map<string, number>();
	/** When the latest call of each line has arrived. */
	readonly #arrivals = new Map<string, Promise<unknown>>();

	constructor(host: ManualHost, lifeOf: (name: string) => Life) {
		this.#host = host;
		this.#lifeOf = lifeOf;
	}

	/** Whether a call from or to an object is under way: then it does not sleep. */
	isBusy(name: string): boolean {
		return (this.#busy.get(name) ?? 0) > 0;
	}

	/** Calls an object; what is passed and answered is the task's to copy. */
	async call<T>(trip: Trip, task: () => T | Promise<T>): Promise<T> {
		const caller = this.#lifeOf(trip.from);
		try {
			return await this.attend([trip.from, trip.to], () => this.#there(trip, task));
		} finally {
			// Whoever asked is no more: nothing goes on there.
			if (caller.isOver) await new Promise(() => undefined);
		}
	}

	/** Keeps objects awake while something is under way at them. */
	async attend<T>(names: readonly string[], task: () => Promise<T>): Promise<T> {
		for (const name of names) this.#busy.set(name, (this.#busy.get(name) ?? 0) + 1);
		try {
			return await task();
		} finally {
			for (const name of names) this.#busy.set(name, (this.#busy.get(name) ?? 0) - 1);
		}
	}

	/** Lets a way's time pass. */
	travel(): Promise<void> {
		const ms = this.latency();
		if (ms <= 0) return Promise.resolve();
		return new Promise((resolve) => {
			this.#host.after(ms, resolve);
		});
	}

	/** The same on a line on which nothing overtakes. */
	async #travelOn(line: string): Promise<void> {
		const arrived = Promise.all([this.#arrivals.get(line), this.travel()]);
		this.#arrivals.set(line, arrived);
		await arrived;
	}

	async #there<T>({ from, to, inOrder = false }: Trip, task: () => T | Promise<T>): Promise<T> {
		await (inOrder ? this.#travelOn(`${from}>${to}`) : this.travel());
		if (this.isCut(from, to)) throw new Error("out of reach");
		const callee = this.#lifeOf(to);
		const answer = await task();
		await this.travel();
		if (callee.isOver) throw new Error("reset");
		return answer;
	}
}
