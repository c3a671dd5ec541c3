import type { Environment } from "../core/environment.ts";
import type { Follower, Keeper } from "./keeper.ts";
import type { Kept } from "./types.ts";

/** Something that was sent and has not arrived. */
export interface Waiting<B> extends Omit<Kept, "body"> {
	readonly body: B;
	/** Whether it outlives the page; `undefined` while that is not known. */
	readonly isKept?: boolean;
}

/** Asks for something until it is answered; see `Errands`. */
interface Asking {
	add(errand: { run(): Promise<void>; fail(code: string): void }): void;
}

export interface LaneOptions<B> {
	readonly name: string;
	readonly environment: Environment;
	readonly keeper: Keeper;
	readonly errands: Asking;
	/** Whether anything can be sent now. */
	readonly isLive: () => boolean;
	/** Reads a body that was stored; `undefined` for one that is none. */
	readonly read: (body: unknown) => B | undefined;
	/** Sends it, under its id. @throws ParlourError */
	readonly send: (one: Waiting<B>) => Promise<void>;
	/** What waits, or failed, is something else now. */
	readonly changed: () => void;
}

/** Codes that say nothing of what was sent: the connection has ended. */
const ENDED = ["closed", "user_changed"];

/**
 * Sends to one place, one after another and in order, whichever page wrote what: what does not arrive while the page is
 * there is sent by the next one. Where other pages send too, one sends at a time.
 */
export class Lane<B> implements Follower {
	readonly #options: LaneOptions<B>;
	/** What has arrived or was discarded: it does not come back by a reading that was on its way. */
	readonly #gone = new Set<string>();
	readonly #errand = { run: () => this.#flush(), fail: (code: string) => this.#failed(code) };
	/** What is on its way now. */
	#current: string | undefined;
	#last = 0;
	all: readonly Waiting<B>[] = [];

	constructor(options: LaneOptions<B>) {
		this.#options = options;
		options.keeper.follow(options.name, this);
	}

	/** Sends something. @param bytes what its files take */
	add(body: B, bytes = 0): Waiting<B> {
		const { environment, name } = this.#options;
		const at = environment.now();
		const one: Waiting<B> = {
			id: environment.id(),
			lane: name,
			at,
			order: this.#next(),
			state: "waiting",
			bytes,
			body,
		};
		this.#put([...this.all, one]);
		void this.#store(one);
		this.#options.errands.add(this.#errand);
		return one;
	}

	/** Sends something again that failed, after everything that waits. It has a whole new time to wait. */
	retry(id: string): void {
		const { environment, errands } = this.#options;
		const failed = this.find(id);
		if (failed?.state !== "failed") return;
		const { code: _, ...rest } = failed;
		const one: Waiting<B> = { ...rest, state: "waiting", at: environment.now(), order: this.#next() };
		this.#put([...this.all.filter((other) => other !== failed), one]);
		void this.#store(one);
		errands.add(this.#errand);
	}

	/** Forgets something, on all pages. What is on its way may arrive all the same. */
	discard(id: string): void {
		if (!this.find(id)) return;
		this.forget([id]);
		this.#options.changed();
	}

	/** Forgets what has arrived. It is the caller's to show it. */
	forget(ids: readonly string[]): void {
		for (const id of ids) {
			if (!this.find(id)) continue;
			this.#gone.add(id);
			void this.#options.keeper.remove(id);
		}
		this.all = this.all.filter(({ id }) => !this.#gone.has(id));
	}

	/** Changes what is sent, such as a file that is there now. */
	async update(id: string, body: B, bytes: number): Promise<void> {
		const known = this.find(id);
		if (!known) return;
		const one = { ...known, body, bytes };
		this.#replace(one);
		await this.#store(one);
	}

	find(id: string): Waiting<B> | undefined {
		return this.all.find((one) => one.id === id);
	}

	/** The connection is another one: what waits is sent by it. */
	wake(): void {
		if (this.#first) this.#options.errands.add(this.#errand);
	}

	/** Takes up what is stored. What is not there any more has arrived by another page, or was discarded there. */
	sync(stored: readonly Kept[]): void {
		const { read, changed } = this.#options;
		const known = new Map(stored.map((one) => [one.id, one]));
		const here = this.all.flatMap((one) => {
			const now = known.get(one.id);
			if (one.id === this.#current || (!now && one.isKept !== true)) return [one];
			return now ? [{ ...one, state: now.state, code: now.code, order: now.order, isKept: true }] : [];
		});
		const ids = new Set(here.map(({ id }) => id));
		const others = stored.flatMap((one): Waiting<B>[] => {
			const body = ids.has(one.id) || this.#gone.has(one.id) ? undefined : read(one.body);
			return body === undefined ? [] : [{ ...one, body, isKept: true }];
		});
		this.#put([...here, ...others]);
		this.#last = Math.max(this.#last, ...this.all.map(({ order }) => order));
		changed();
		this.wake();
	}

	get #first(): Waiting<B> | undefined {
		return this.all.find(({ state }) => state === "waiting");
	}

	/** Grows from one to the next, also where the clock does not. */
	#next(): number {
		return (this.#last = Math.max(this.#options.environment.now(), this.#last + 1));
	}

	#put(all: readonly Waiting<B>[]): void {
		this.all = all.toSorted((one, other) => one.order - other.order || (one.id < other.id ? -1 : 1));
		this.#options.changed();
	}

	#replace(one: Waiting<B>): void {
		this.#put(this.all.map((other) => (other.id === one.id ? one : other)));
	}

	async #store({ id, lane, at, order, state, code, bytes, body }: Waiting<B>): Promise<void> {
		const kept: Kept = { id, lane, at, order, state, code, bytes, body };
		const isKept = await this.#options.keeper.put(kept);
		const known = this.find(kept.id);
		if (this.#gone.has(kept.id)) await this.#options.keeper.remove(kept.id);
		if (!known || known.isKept === isKept) return;
		const isOver = isKept && ENDED.includes(known.code ?? "");
		this.#replace({ ...known, isKept, ...(isOver && { state: "waiting", code: undefined }) });
	}

	async #flush(): Promise<void> {
		const { keeper, name, isLive, errands } = this.#options;
		if (keeper.isOn) await keeper.ready();
		while (this.#first && isLive()) await keeper.alone(name, () => this.#sendFirst());
		if (this.#first) errands.add(this.#errand);
	}

	async #sendFirst(): Promise<void> {
		this.#current = undefined;
		// Another page may have sent it, or have written something before it.
		if (this.#options.keeper.isOn) await this.#options.keeper.refresh();
		const one = this.#first;
		if (!one) return;
		this.#current = one.id;
		await this.#options.send(one);
		this.#current = undefined;
		this.forget([one.id]);
		this.#options.changed();
	}

	#failed(code: string): void {
		const current = this.#current;
		this.#current = undefined;
		// The next page sends what is kept.
		const isOver = ENDED.includes(code);
		const failed = this.all.filter(
			({ id, state, isKept }) => state === "waiting" && (isOver ? isKept !== true : id === current),
		);
		for (const one of failed) {
			const now: Waiting<B> = { ...one, state: "failed", code };
			this.#replace(now);
			if (!isOver) void this.#store(now);
		}
		if (!isOver && this.#first) this.#options.errands.add(this.#errand);
	}
}
