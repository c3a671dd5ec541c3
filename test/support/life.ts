import type { Caller } from "../../src/rooms/core/access.ts";
import type { RoomHost } from "../../src/rooms/core/ports.ts";
import { SteadyTimers } from "../../src/rooms/core/steady-timers.ts";
import type { ManualHost } from "./host.ts";

/** One life of an object, from its waking to its sleep or its end: the clock is everybody's, its timers end with it. */
export class Life implements RoomHost {
	readonly #host: ManualHost;
	readonly #steady: SteadyTimers;
	readonly #timers = new Set<() => void>();
	#isOver = false;

	constructor(host: ManualHost) {
		this.#host = host;
		this.#steady = new SteadyTimers(host);
	}

	onSetBack(run: () => void): void {
		this.#steady.onSetBack(() => {
			if (!this.#isOver) run();
		});
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	/** How many timers are armed. One that is to sleep has none. */
	get timers(): number {
		return this.#timers.size;
	}

	/** From now on nothing that was asked for in this life happens. */
	end(): void {
		this.#isOver = true;
		for (const cancel of this.#timers) cancel();
		this.#timers.clear();
	}

	now(): number {
		return this.#steady.now();
	}

	after(ms: number, run: () => void): () => void {
		if (this.#isOver) return () => undefined;
		const stop = this.#steady.after(ms, () => {
			this.#timers.delete(cancel);
			run();
		});
		const cancel = () => {
			this.#timers.delete(cancel);
			stop();
		};
		this.#timers.add(cancel);
		return cancel;
	}

	durable(): Promise<void> {
		return this.#host.durable();
	}

	wakeAt(at: number): void {
		if (!this.#isOver) this.#host.wakeAt(at);
	}

	sign(text: string): Promise<string> {
		return this.#host.sign(text);
	}

	isSigned(text: string, signature: string): Promise<boolean> {
		return this.#host.isSigned(text, signature);
	}

	verifyTicket(ticket: string): Promise<Caller> {
		return this.#host.verifyTicket(ticket);
	}

	announceHead(cursor: string): void {
		if (!this.#isOver) this.#host.announceHead(cursor);
	}

	announcedHead(): string | undefined {
		return this.#host.announcedHead();
	}

	report(line: string): void {
		this.#host.report(line);
	}

	newId(): string {
		return this.#host.newId();
	}

	random(): number {
		return this.#host.random();
	}
}

/** The life of a relay, which has a heartbeat and an alarm of its own. */
export class RelayLife extends Life {
	/** What its heartbeats were answered with; sleep keeps it. */
	readonly announced: string[];
	wake: number | undefined;

	constructor(host: ManualHost, announced: string[] = []) {
		super(host);
		this.announced = announced;
	}

	override wakeAt(at: number): void {
		if (Number.isFinite(at) && (this.wake === undefined || at < this.wake)) this.wake = at;
	}

	override announceHead(cursor: string): void {
		if (!this.isOver && this.announced.at(-1) !== cursor) this.announced.push(cursor);
	}

	override announcedHead(): string | undefined {
		return this.announced.at(-1);
	}
}
