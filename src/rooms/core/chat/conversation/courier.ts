import type { News } from "../../../../door/chat/news.ts";
import { DELIVERY_LIFE_MS, isDue, retryPause } from "../../backoff.ts";
import type { Clock, Timers } from "../../ports.ts";
import type { FileStore } from "../files-port.ts";
import type { ConversationStore, InboxPort, Matter, Owed } from "./ports.ts";

/** How long a message waits for inboxes to say whether it reached a device, in milliseconds. */
export const PATIENCE_MS = 2_000;
/** How long an inbox, or the files, may take before they are taken for out of reach, in milliseconds. */
const TRY_MS = 15_000;

export interface CourierParts {
	readonly store: ConversationStore;
	readonly inboxes: InboxPort;
	readonly files: FileStore | undefined;
	readonly host: Clock & Timers & { random(): number };
	/** What a user is told of a matter, as it stands now; nothing where it does not concern them any more. */
	readonly compose: (user: string, matter: Matter) => News | undefined;
	/** A message reached a device of a user after it was answered. */
	readonly onLate: (user: string, seq: number) => void;
	/** Runs when {@link Courier.nextDue} may have changed. */
	readonly onChange: () => void;
}

/**
 * Tells inboxes. A message goes to all at once and is stored for none; only what an inbox could not be told lies in the
 * store until it can, in order for each of them. An inbox may be told a thing twice, after a crash or a lost answer.
 */
export class Courier {
	readonly #parts: CourierParts;
	readonly #owed = new Map<string, Owed[]>();
	/** What is under way to each, the last of it. */
	readonly #lines = new Map<string, Promise<unknown>>();
	readonly #busy = new Set<string>();
	#place = 0;

	constructor(parts: CourierParts) {
		this.#parts = parts;
		for (const entry of parts.store.owed()) this.#note(entry);
	}

	/** Whether nothing is owed to anybody. */
	get idle(): boolean {
		return this.#owed.size === 0;
	}

	/**
	 * Tells users of a matter. Answers those on whose devices it is within {@link PATIENCE_MS}; calls `onTold` when all have
	 * been told or are owed it, before it answers where that was in time. Never rejects.
	 */
	async tell(users: readonly string[], matter: Matter, onTold: (late: boolean) => void): Promise<string[]> {
		const delivered: string[] = [];
		let answered = false;
		const all = Promise.all(
			users.map(async (user) => {
				const place = ++this.#place;
				if (!(await this.#inTurn(user, () => this.#hand(user, matter, place)))) return;
				if (!answered) delivered.push(user);
				else if (matter.kind === "message") this.#parts.onLate(user, matter.seq);
			}),
		)
			.then(() => onTold(answered))
			.catch(() => undefined);
		await this.#within(PATIENCE_MS, all);
		answered = true;
		return delivered;
	}

	/** Tells users what is of no use later: nothing is kept of it, and nobody waits for it. */
	hint(users: readonly string[], news: News): void {
		for (const user of users) this.#parts.inboxes.take(user, news).catch(() => undefined);
	}

	/** Stores what is to be told, in the turn of what it tells of; {@link Courier.run} sees it on its way. */
	owe(to: readonly string[], matter: Matter): void {
		const now = this.#parts.host.now();
		const entry = { matter, at: now, tries: 0, nextAt: now };
		this.#keep(to.map((one) => ({ ...entry, place: ++this.#place, to: one })));
	}

	/** Hands over what is due. Never rejects. */
	async run(): Promise<void> {
		const now = this.#parts.host.now();
		const due = [...this.#owed].filter(
			([to, [first]]) => !this.#busy.has(to) && (first === undefined || isDue(first, now)),
		);
		for (const [to] of due) this.#busy.add(to);
		await Promise.all(due.map(([to]) => this.#inTurn(to, () => this.#drain(to))));
	}

	/** When it wants to be run next, in milliseconds since 1970. */
	get nextDue(): number | undefined {
		if (this.idle) return undefined;
		// While a try is under way the alarm is a safety net for the case that the process ends in its midst.
		const now = this.#parts.host.now();
		const net = now + 2 * TRY_MS;
		return Math.min(
			...[...this.#owed].map(([to, [first]]) => {
				if (this.#busy.has(to) || first === undefined) return net;
				return isDue(first, now) ? Math.min(first.nextAt, now) : first.nextAt;
			}),
		);
	}

	/**
	 * Whether the matter reached a device. One thing at a time goes to each, in order: an inbox counts by what is newer. What
	 * cannot be told is owed, and so is what comes after it.
	 */
	async #hand(user: string, matter: Matter, place: number): Promise<boolean> {
		const first = this.#owed.get(user)?.[0];
		const waits = first !== undefined && first.place < place;
		const delivered = waits ? undefined : await this.#try(user, matter);
		if (delivered !== undefined) return delivered;
		const now = this.#parts.host.now();
		const tries = waits ? 0 : 1;
		const pause = waits ? 0 : retryPause(tries, this.#parts.host.random());
		this.#keep([{ place, to: user, matter, at: now, tries, nextAt: now + pause }]);
		this.#parts.onChange();
		return false;
	}

	#keep(entries: readonly Owed[]): void {
		this.#parts.store.owe(entries);
		for (const entry of entries) this.#note(entry);
	}

	/** Runs `task` when all that went to somebody before is done. */
	#inTurn<T>(to: string, task: () => Promise<T>): Promise<T> {
		const before = this.#lines.get(to);
		const mine = before === undefined ? task() : before.then(task, task);
		this.#lines.set(to, mine);
		const leave = () => {
			if (this.#lines.get(to) === mine) this.#lines.delete(to);
		};
		mine.then(leave, leave);
		return mine;
	}

	async #drain(to: string): Promise<void> {
		// What failed is put off, and what is behind it with it: then nothing is due.
		for (let entry = this.#due(to); entry !== undefined; entry = this.#due(to)) await this.#retry(entry);
		this.#busy.delete(to);
		this.#parts.onChange();
	}

	#due(to: string): Owed | undefined {
		const first = this.#owed.get(to)?.[0];
		return first !== undefined && isDue(first, this.#parts.host.now()) ? first : undefined;
	}

	/** Tells what is owed; gives it up or puts it off where that fails. */
	async #retry({ place, to, matter, at, tries }: Owed): Promise<void> {
		const delivered = await this.#try(to, matter);
		const nextAt = this.#parts.host.now() + retryPause(tries + 1, this.#parts.host.random());
		if (delivered === undefined && nextAt <= at + DELIVERY_LIFE_MS) {
			return this.#postpone(to, { place, tries: tries + 1, nextAt });
		}
		this.#settle(to, place);
		if (delivered === true && matter.kind === "message") this.#parts.onLate(to, matter.seq);
	}

	/** Whether it reached a device; `undefined` where nobody could be told. */
	async #try(to: string, matter: Matter): Promise<boolean | undefined> {
		const done = matter.kind === "file" ? this.#deleteFile(to) : this.#take(to, matter);
		return this.#within(
			TRY_MS,
			done.catch(() => undefined),
		);
	}

	async #take(user: string, matter: Matter): Promise<boolean> {
		const news = this.#parts.compose(user, matter);
		return news !== undefined && (await this.#parts.inboxes.take(user, news)).delivered;
	}

	async #deleteFile(id: string): Promise<boolean> {
		await this.#parts.files?.delete([id]);
		return false;
	}

	#note(entry: Owed): void {
		this.#place = Math.max(this.#place, entry.place);
		const queue = [...(this.#owed.get(entry.to) ?? []), entry];
		// What failed has its place from when it was sent: something may have been owed meanwhile.
		this.#owed.set(
			entry.to,
			queue.toSorted((one, other) => one.place - other.place),
		);
	}

	#settle(to: string, place: number): void {
		this.#parts.store.settle(place);
		const left = (this.#owed.get(to) ?? []).filter((entry) => entry.place !== place);
		if (left.length === 0) this.#owed.delete(to);
		else this.#owed.set(to, left);
	}

	/** Puts off the first entry of a queue, and with it the others. */
	#postpone(to: string, { place, tries, nextAt }: { place: number; tries: number; nextAt: number }): void {
		this.#parts.store.postpone(place, tries, nextAt);
		const queue = this.#owed.get(to) ?? [];
		const later = queue.map((entry) => (entry.place === place ? { ...entry, tries, nextAt } : entry));
		this.#owed.set(to, later);
	}

	/** What a promise comes to within a time, and `undefined` after it. */
	#within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
		return new Promise((resolve, reject) => {
			const callOff = this.#parts.host.after(ms, () => resolve(undefined));
			promise.finally(callOff).then(resolve, reject);
		});
	}
}
