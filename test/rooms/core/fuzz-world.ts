import { LIMITS } from "../../../src/protocol/limits.ts";
import { guest, member, type TestReader, TestRoom } from "../../support/room.ts";
import { noTally, type Tally, type Truth, Witness } from "../../support/witness.ts";

/** What happened to a world, so that a run that tried nothing does not pass for one that found nothing. */
export interface Work extends Tally {
	stalled: number;
	slept: number;
}

export function noWork(): Work {
	return { ...noTally(), stalled: 0, slept: 0 };
}

/** A page, and the socket that it has at the moment. */
class Page extends Witness {
	socket: TestReader | undefined;
	/** The frames of this connection that have been looked at. */
	looked = 0;
}

/** A room, pages that come and go, and what each of them must have been told. Throws where one was told wrong. */
export class World {
	readonly room = new TestRoom({ history: { messages: 25, days: 1 }, maxDelayMs: 40, signal: "anyone" });
	readonly pages = ["ada", "bob", "ada", undefined, undefined].map((user) => new Page(user));
	readonly #work: Work;
	/** Of each number, who does not get it. */
	readonly #hidden: (readonly string[])[] = [];

	constructor(work: Work) {
		this.#work = work;
	}

	connect(index: number, anew: boolean): void {
		const page = this.#page(index);
		if (page.socket !== undefined) return;
		page.since = anew ? undefined : page.position;
		page.looked = 0;
		const caller = page.user === undefined ? guest : member(page.user);
		page.socket = this.room.join({
			caller,
			pings: true,
			...(page.since !== undefined && { since: `e:${page.since}` }),
		});
	}

	disconnect(index: number): void {
		const page = this.#page(index);
		page.socket?.leave();
		page.socket = undefined;
	}

	async publish(count: number, size: number, exclude: readonly string[]): Promise<void> {
		const messages = Array.from({ length: count }, (_, index) => ({
			data: { seq: this.#hidden.length + index + 1, pad: "x".repeat(size) },
			...(exclude.length > 0 && { exclude }),
		}));
		for (const _ of messages) this.#hidden.push(exclude);
		await this.room.notify(...messages);
	}

	signal(): void {
		this.room.room.signal(guest, "wave", null);
	}

	/** A long time: readers that are stalled are given up, and rows grow too old. */
	later(ms: number): void {
		this.room.host.advance(LIMITS.stalledMs + 1_000);
		this.room.host.setClock(this.room.host.now() + ms);
	}

	/** Lets a page's network take nothing, or everything again. */
	stall(index: number, stalled: boolean): void {
		const { socket } = this.#page(index);
		if (socket !== undefined) socket.sink.waiting = stalled ? LIMITS.bufferedBytes + 1 : 0;
	}

	async replay(index: number, after: number): Promise<void> {
		const page = this.#page(index);
		const from = Math.min(after, this.room.store.head);
		if (page.socket === undefined || page.position === undefined) return;
		page.position = from;
		await page.socket.send({ type: "replay", after: from });
	}

	/** Sleeps and wakes, if the room is in a state in which it can sleep. */
	sleep(): void {
		if (this.room.host.timers > 0) return;
		const awake = this.pages.filter(({ socket }) => socket !== undefined);
		const woken = this.room.wake(awake.flatMap(({ socket }) => socket ?? []));
		for (const [index, page] of awake.entries()) page.socket = woken[index];
		this.#work.slept++;
	}

	/** Looks at what has come since the last look. */
	look(): void {
		for (const page of this.pages) {
			if (page.socket === undefined) continue;
			const frames = page.socket.frames;
			for (const frame of frames.slice(page.looked)) page.take(frame, this.#truth, this.#work);
			page.looked = frames.length;
			if (page.socket.sink.closed === undefined) continue;
			this.#work.stalled++;
			page.socket.leave();
			page.socket = undefined;
		}
	}

	/** Lets everything come to rest; then all who are there must have everything. */
	settle(): void {
		for (const index of this.pages.keys()) this.stall(index, false);
		this.room.host.advance(1_000);
		this.look();
		for (const { socket, position } of this.pages)
			if (socket !== undefined && position !== this.room.store.head)
				throw new Error(`a page stands at ${position} and the log at ${this.room.store.head}`);
		if (this.room.host.timers > 0) throw new Error(`${this.room.host.timers} timers are left`);
	}

	#page(index: number): Page {
		const page = this.pages[index % this.pages.length];
		if (page === undefined) throw new Error("no such page");
		return page;
	}

	get #truth(): Truth {
		return {
			floor: this.room.room.log.floor,
			isHidden: (seq, user) => user !== undefined && this.#hidden[seq - 1]?.includes(user) === true,
			isRedacted: () => false,
			isRight: ({ seq, data }) => (data as { seq: number }).seq === seq,
		};
	}
}
