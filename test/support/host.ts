import { FaultError } from "../../src/protocol/fault.ts";
import type { Caller } from "../../src/rooms/core/access.ts";
import type { RoomHost } from "../../src/rooms/core/ports.ts";

interface Timer {
	readonly at: number;
	readonly run: () => void;
}

/** A room's surroundings in memory: the clock is turned by hand, and what is stored is durable when the test says so. */
export class ManualHost implements RoomHost {
	#now = Date.UTC(2026, 0, 1);
	#timers: Timer[] = [];
	#ids = 0;
	#durable: PromiseWithResolvers<void> | undefined;
	/** The heads that heartbeats were answered with, one after another. */
	readonly announced: string[] = [];

	now(): number {
		return this.#now;
	}

	after(ms: number, run: () => void): () => void {
		const timer = { at: this.#now + ms, run };
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter((one) => one !== timer);
		};
	}

	durable(): Promise<void> {
		return this.#durable?.promise ?? Promise.resolve();
	}

	/** When the room wants to be woken next, in milliseconds since 1970. */
	wake: number | undefined;

	wakeAt(at: number): void {
		if (Number.isFinite(at) && (this.wake === undefined || at < this.wake)) this.wake = at;
	}

	/** What becomes of a ticket that a socket brings in band. */
	tickets: (ticket: string) => Caller = () => {
		throw new FaultError("bad_ticket");
	};

	async sign(text: string): Promise<string> {
		const sum = Array.from(text).reduce((so, one) => (so * 31 + (one.codePointAt(0) ?? 0)) % 1e13, 7);
		return sum.toString(36).padStart(16, "0");
	}

	async isSigned(text: string, signature: string): Promise<boolean> {
		return signature === (await this.sign(text));
	}

	async verifyTicket(ticket: string): Promise<Caller> {
		return this.tickets(ticket);
	}

	announceHead(cursor: string): void {
		this.announced.push(cursor);
	}

	announcedHead(): string | undefined {
		return this.announced.at(-1);
	}

	/** What the operator was told. */
	readonly reported: string[] = [];

	report(line: string): void {
		this.reported.push(line);
	}

	newId(): string {
		return `session-${++this.#ids}`;
	}

	random(): number {
		return 0.5;
	}

	/** How many timers are armed. A room that is to sleep has none. */
	get timers(): number {
		return this.#timers.length;
	}

	/** When the next timer is due, in milliseconds since 1970. */
	get nextTimer(): number | undefined {
		return this.#timers.length === 0 ? undefined : Math.min(...this.#timers.map(({ at }) => at));
	}

	/** Lets time pass: timers run when it is their turn, also those that are armed meanwhile. */
	advance(ms: number): void {
		const end = this.#now + ms;
		for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
			const due = next;
			this.#timers = this.#timers.filter((one) => one !== due);
			this.#now = Math.max(this.#now, due.at);
			due.run();
		}
		this.#now = end;
	}

	/** The clock that is set back by {@link ManualHost.setClock} is noticed by those who stand on it: see `Life`. */
	onSetBack(): void {
		// Nobody stands on this one.
	}

	/** Sets the clock and runs nothing, as when the machine's clock is corrected. */
	setClock(now: number): void {
		this.#now = now;
	}

	#due(end: number): Timer | undefined {
		const due = this.#timers.filter(({ at }) => at <= end);
		return due.length === 0 ? undefined : due.reduce((first, one) => (one.at < first.at ? one : first));
	}

	/** From now on nothing that is stored is durable. Answers how to let it become so, or how to let that fail. */
	hold(): { readonly release: () => void; readonly fail: () => void } {
		const held = Promise.withResolvers<void>();
		this.#durable = held;
		const end = () => {
			if (this.#durable === held) this.#durable = undefined;
		};
		return {
			release: () => {
				end();
				held.resolve();
			},
			fail: () => {
				end();
				held.reject(new Error("the disk is gone"));
			},
		};
	}
}

/** Lets everything run that waits for promises only. */
export function turn(): Promise<void> {
	return new Promise((resolve) => {
		setImmediate(resolve);
	});
}
