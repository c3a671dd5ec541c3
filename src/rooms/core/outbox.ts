import { type Json, readJson } from "../../protocol/json.ts";
import { DELIVERY_LIFE_MS, isDue, retryPause } from "./backoff.ts";
import type { Annex } from "./annex.ts";
import type { Log } from "./log.ts";
import type { OriginAnswer, OriginPort, OutboxEntry, OutboxStore, RoomHost } from "./ports.ts";

/** The longest that one try may take, in milliseconds. */
const TRY_MS = 15_000;

export interface OutboxParts {
	readonly store: OutboxStore;
	readonly origin: OriginPort;
	readonly log: Log;
	readonly host: RoomHost;
	/** Runs when {@link Outbox.nextDue} may have changed. */
	readonly onChange: () => void;
	/** Completes what an entry says when it goes out. */
	readonly say?: Pick<Annex, "webhook"> | undefined;
}

/**
 * Webhooks on their way to the origin: in order, at least once, each under an id that stays the same over its tries. An
 * entry lies in the store until the origin has taken it, so that neither a restart nor an origin that is down loses one.
 */
export class Outbox {
	readonly #store: OutboxStore;
	readonly #origin: OriginPort;
	readonly #log: Log;
	readonly #host: RoomHost;
	readonly #onChange: () => void;
	readonly #say: OutboxParts["say"];
	#running = false;
	#stopped = false;

	constructor(parts: OutboxParts) {
		this.#onChange = parts.onChange;
		this.#say = parts.say;
		this.#store = parts.store;
		this.#origin = parts.origin;
		this.#log = parts.log;
		this.#host = parts.host;
	}

	/** Puts a webhook into the outbox and sees it on its way. */
	add(type: string, data: { readonly [key: string]: Json }): void {
		this.#put({ type, data });
	}

	/** The same for an event of the log: named by its number, so that a redacted text leaves the outbox too. */
	addEvent(seq: number): void {
		this.#put({ type: "message.published", seq });
	}

	/** When it wants to be run next, in milliseconds since 1970. */
	nextDue(): number | undefined {
		if (this.#stopped) return undefined;
		const entry = this.#store.first();
		// While a try is under way the alarm is a safety net for the case that the process ends in its midst.
		if (entry === undefined) return undefined;
		const now = this.#host.now();
		if (this.#running) return now + 2 * TRY_MS;
		return isDue(entry, now) ? Math.min(entry.nextAt, now) : entry.nextAt;
	}

	/** Sends nothing more: the store is another outbox's from now on. */
	stop(): void {
		this.#stopped = true;
	}

	/** Delivers what is due, one after another. Never throws. */
	async run(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		try {
			for (let entry = this.#due(); entry !== undefined; entry = this.#due()) if (!(await this.#deliver(entry))) break;
		} catch {
			// The store has failed. The entry is still in it, and the next run begins with it.
		} finally {
			this.#running = false;
		}
		this.#onChange();
	}

	#put(what: { type: string; data?: { readonly [key: string]: Json }; seq?: number }): void {
		if (!this.#origin.configured) return;
		const now = this.#host.now();
		this.#store.add({ id: `msg_${this.#host.newId().replaceAll("-", "")}`, at: now, nextAt: now, tries: 0, ...what });
		void this.run();
		this.#onChange();
	}

	#due(): OutboxEntry | undefined {
		if (this.#stopped) return undefined;
		const entry = this.#store.first();
		return entry !== undefined && isDue(entry, this.#host.now()) ? entry : undefined;
	}

	/** Whether the entry is done with, delivered or given up. */
	async #deliver(entry: OutboxEntry): Promise<boolean> {
		const { id, type, at } = entry;
		let data: { readonly [key: string]: Json } | undefined;
		try {
			data = entry.seq === undefined ? this.#dataOf(entry) : this.#eventData(entry.seq);
		} catch {
			// It would fail again, and all that follows would wait behind it.
			this.#host.report(`webhook ${id} (${type}) was dropped: it cannot be made from what is stored`);
		}
		if (data === undefined) return this.#done(entry);
		const answer = await this.#origin.send({ id, type, at, data }, TRY_MS).catch(unreachable);
		if (this.#stopped) return false;
		if (answer.kind === "answered" && ((answer.status >= 200 && answer.status < 300) || answer.status === 410))
			return this.#done(entry);
		const tries = entry.tries + 1;
		const nextAt = this.#host.now() + retryPause(tries, this.#host.random());
		if (nextAt > at + DELIVERY_LIFE_MS) {
			this.#host.report(`webhook ${id} (${type}) was given up after ${tries} tries: ${wordFor(answer)}`);
			return this.#done(entry);
		}
		this.#store.postpone(id, tries, nextAt);
		return false;
	}

	#done(entry: OutboxEntry): true {
		this.#store.remove(entry.id);
		return true;
	}

	/** @throws TypeError where the store has nothing that could be read */
	#dataOf({ type, data }: OutboxEntry): { readonly [key: string]: Json } | undefined {
		if (data === undefined) throw new TypeError("the entry is unreadable");
		return this.#say === undefined ? data : this.#say.webhook(type, data);
	}

	/** What the log has of an event now; `undefined` once retention has taken it. @throws SyntaxError */
	#eventData(seq: number): { readonly [key: string]: Json } | undefined {
		const [row] = this.#log.read(seq - 1, seq, 1);
		if (row === undefined) return undefined;
		const message = row.frame === null ? { seq, at: row.at, redacted: true } : readJson(row.frame);
		return { message, cursor: this.#log.cursorAt(seq) };
	}
}

/** How the last try ended, for a line of the log. */
function wordFor(answer: OriginAnswer): string {
	return answer.kind === "answered" ? `status ${answer.status}` : answer.kind;
}

/** A request that could not even be made is tried again like one that did not arrive. */
function unreachable(): OriginAnswer {
	return { kind: "unreachable" };
}
