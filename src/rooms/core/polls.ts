import { type Cursor, formatCursor } from "../../protocol/cursor.ts";
import { type Entry, extentFor, goodCursor } from "./entries.ts";
import type { Caller } from "./access.ts";
import { FaultError } from "../../protocol/fault.ts";
import { charsOf, pageAfter } from "./catch-up.ts";
import { Batch, type Encoded, encodeFrame } from "./encode.ts";
import type { Log } from "./log.ts";
import type { RoomHost, Sink } from "./ports.ts";
import type { Presence } from "./presence.ts";
import { type Reader, userIdOf } from "./reader.ts";
import type { Missed, RecentSignals } from "./recent-signals.ts";
import { planResume, type ResumePlan } from "./resume.ts";

/** A poll's question. */
export interface PollQuery {
	readonly since?: Cursor;
	/** How long to wait where there is nothing new, in milliseconds. */
	readonly waitMs: number;
	/** Whether the answer begins with a welcome even though the reader has missed nothing. */
	readonly hello: boolean;
	/** The version of the presence that the reader knows; without it, presence is told in welcomes alone. */
	readonly presence?: number;
	/** Where the reader stands among the signals, as the last answer said; without it, missed ones are not told. */
	readonly signals?: number;
	/** The page that polls, by a random text of its own: a further poll of it takes the place of the one before. */
	readonly session?: string;
	/** Whether the page polls no more: the answer is what it missed, at once. */
	readonly bye?: boolean;
}

/** What may be read of the log again, as far as it is counted. */
export interface ReadBudget {
	/** Returns how long a caller has to wait until they may be sent more, in milliseconds; 0 where they need not. */
	readWait(caller: Caller): number;
	/** Counts what a caller was sent, in characters. */
	read(caller: Caller, chars: number): void;
}

export interface PollParts {
	readonly budget: ReadBudget;
	readonly log: Log;
	readonly signals: RecentSignals;
	readonly host: RoomHost;
	readonly presence: Presence;
	/** Where a reader with a cursor was let in, if it may not read what was before. */
	readonly entry: (since: Cursor | undefined) => Promise<Entry> | undefined;
	readonly welcome: (reader: Reader, plan: ResumePlan, proof?: string) => Encoded;
	/** A poll begins: its reader is there until it ends. */
	readonly arrived: (reader: Reader) => void;
	readonly gone: (reader: Reader) => void;
}

/** Answers polls, as JSON: at once where there is something to say, otherwise when there is or the wait is over. */
export class Polls {
	readonly #parts: PollParts;
	/** How to end the polls that wait, by who asked and their session. */
	readonly #waiting = new Map<string, () => void>();

	constructor(parts: PollParts) {
		this.#parts = parts;
	}

	async poll(caller: Caller, query: PollQuery): Promise<string> {
		const { log, host, presence, signals, welcome, arrived, gone, budget } = this.#parts;
		this.leave(caller, query.session);
		if (query.bye === true) return this.#farewell(query);
		if (query.since?.epoch !== log.epoch || query.since.seq < log.head) await this.#patience(caller, query.waitMs);
		const entering = this.#parts.entry(query.since);
		// Awaited only where there is something to wait for: otherwise all of this is one turn.
		const entry = entering === undefined ? undefined : await entering;
		log.expire();
		const plan = planResume(goodCursor(query.since, entry, log), extentFor(log, entry));
		const { promise, resolve } = Promise.withResolvers<string>();
		const missed = signals.askedAfter(query.signals);
		const ends = () => deliver([]);
		const sink = pollSink((list, seq) => {
			cancel();
			gone(reader);
			if (key !== undefined && this.#waiting.get(key) === ends) this.#waiting.delete(key);
			signals.asked();
			resolve(this.#answer(formatCursor(log.epoch, seq, entry?.proof), list, missed));
		});
		const key = keyOf(caller, query.session);
		const session = host.newId();
		const reader: Reader = { kind: "poll", session, caller, sink, position: plan.from, seenAt: host.now() };
		const { frames, end } = pageAfter(log, plan.from, userIdOf(reader));
		arrived(reader);
		const greet = query.since === undefined || query.hello || plan.resumed !== "complete";
		if (greet) frames.unshift(welcome(reader, plan, entry?.proof));
		else if (query.presence !== undefined && query.presence !== presence.version) frames.push(...snapshot(presence));
		frames.push(...missed.frames);
		reader.position = end;
		const answersNow = frames.length > 0 || query.waitMs === 0 || missed.lost;
		const begun = presence.version;
		// A change that was told a moment ago may still be on its way: the version in the answer vouches for it.
		const unseen = () => (query.presence === undefined || presence.version === begun ? [] : snapshot(presence));
		const cancel = answersNow ? () => undefined : host.after(query.waitMs, () => deliver(unseen()));
		const deliver = (what: readonly Encoded[]) => sink.deliver(new Batch(what), reader.position);
		if (answersNow) {
			budget.read(caller, charsOf(frames));
			deliver(frames);
		} else if (key !== undefined) this.#waiting.set(key, ends);
		return promise;
	}

	/** Waits until a caller may be sent more, as long as the poll may last. @throws FaultError `rate_limited` */
	async #patience(caller: Caller, waitMs: number): Promise<void> {
		const { host, budget } = this.#parts;
		const end = host.now() + waitMs;
		for (let wait; (wait = budget.readWait(caller)) > 0;) {
			if (host.now() + wait > end) throw new FaultError("rate_limited", undefined, { retryAfter: wait });
			const { promise, resolve } = Promise.withResolvers<void>();
			host.after(wait, resolve);
			await promise;
		}
	}

	/** Ends the poll of a session, whose page has gone or polls anew; its user leaves as one whose socket closed does. */
	leave(caller: Caller, session: string | undefined): void {
		this.#waiting.get(keyOf(caller, session) ?? "")?.();
	}

	/** Answers a page that polls no more with the signals that it missed, for it to go on elsewhere. */
	#farewell({ since, signals }: PollQuery): string {
		const { log } = this.#parts;
		const missed = this.#parts.signals.askedAfter(signals);
		const cursor = formatCursor(log.epoch, planResume(since, log).from, since?.proof);
		return this.#answer(cursor, new Batch(missed.frames).list(), missed);
	}

	#answer(cursor: string, list: Encoded, { lost }: Missed): string {
		const { presence, signals } = this.#parts;
		const told = `"presence":${presence.version},"signals":${signals.position}${lost ? `,"signalsLost":true` : ""}`;
		return `{"cursor":${JSON.stringify(cursor)},"frames":${list},${told}}`;
	}
}

/** A session is its caller's own: nobody ends another user's poll. */
function keyOf(caller: Caller, session: string | undefined): string | undefined {
	if (session === undefined) return undefined;
	return JSON.stringify([userIdOf({ caller }) ?? null, session]);
}

/** A sink that takes one batch: whatever comes first ends the wait. */
function pollSink(settle: (list: Encoded, seq: number) => void): Sink {
	return {
		deliver: (batch, seq) => settle(batch.list(), seq),
		buffered: () => 0,
		close: () => undefined,
		heartbeatAt: () => undefined,
		remember: () => undefined,
	};
}

/** Who is there, in full: for a poll that missed changes while it was away. */
function snapshot(presence: Presence): Encoded[] {
	const view = presence.greet();
	return view === undefined ? [] : [encodeFrame({ type: "presence", ...view })];
}
