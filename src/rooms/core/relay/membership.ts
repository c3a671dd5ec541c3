import type { AreaRules } from "../../../config/rules.ts";
import type { Cursor } from "../../../protocol/cursor.ts";
import type { Presence } from "../../../protocol/server-frames.ts";
import type { Encoded } from "../encode.ts";
import type { RoomHost, SanctionStore } from "../ports.ts";
import type { Reader } from "../reader.ts";
import type { Roster } from "../roster.ts";
import { isWithin } from "../lately.ts";
import { type Sanction, Sanctions } from "../sanctions.ts";
import type { Standing, Uplink } from "./delivery.ts";
import { PresenceMirror } from "./presence-mirror.ts";
import { RollBook } from "./roll-book.ts";

/** How long what the room said of its epoch holds, in milliseconds: readers with old cursors must not each ask it. */
const FRESH_MS = 1_000;
/** How long to wait before the room is asked again, in milliseconds. */
const RETRY_MS = 1_000;
/**
 * Up to this pace a report that is due has a timer, in milliseconds. A timer keeps the object awake, so with many relays,
 * which have the slower pace, a report waits for whatever wakes the relay next, at the latest its sweep.
 */
const TIMED_PACE_MS = 1_000;

export interface MembershipParts {
	readonly id: string;
	readonly host: RoomHost;
	readonly rules: Pick<AreaRules, "guestsWhileBanned">;
	readonly uplink: Uplink;
	readonly roster: Roster;
	/** The room has said where the log stands. `isNow`: a reader waits for it, who may have seen that much */
	readonly onStanding: (standing: Standing, isNow: boolean) => void;
	/** The room has said who is banned and who is there. */
	readonly onEnrolled: (enrolled: Enrolled) => void;
}

export interface Enrolled {
	/** Whether the room had let go of this relay: then it was given no orders. */
	readonly wasLetGo: boolean;
	/** Who is there, where readers may have missed some of it. */
	readonly missed: Presence | undefined;
}

/**
 * A relay's standing with its room: it enrols once a life, and reports who comes and goes. It tells one thing after
 * another, because the room takes what comes last for what is.
 */
export class Membership {
	readonly #parts: MembershipParts;
	readonly #book: RollBook;
	readonly #mirror = new PresenceMirror();
	#state: "unknown" | "enrolled" | "unwanted" = "unknown";
	/** Settles, and never rejects, when all that is being told has been. */
	#telling: Promise<void> = Promise.resolve();
	/** What is to be told next, and has not gone out yet. */
	#nextEnrolment: Promise<void> | undefined;
	#nextReport: Promise<void> | undefined;
	/** What came by while the room was asked, to be done again: its answer may be older. */
	#meanwhile: (() => void)[] | undefined;
	/** How often readers may have missed who is there, and up to which time they have been told since. */
	#losses = 0;
	#lossesMended = 0;
	#stored = 0;
	#plainUntil: number | undefined;
	#hasTold = false;
	#isInformed = false;
	#toldAt = Number.NEGATIVE_INFINITY;
	#enrolledAt = Number.NEGATIVE_INFINITY;
	#sanctions: Sanctions;
	#cancelReport: (() => void) | undefined;
	/** The least time between two reports, in milliseconds; the room says it. */
	paceMs = 1_000;

	constructor(parts: MembershipParts) {
		this.#parts = parts;
		this.#book = new RollBook(parts.roster);
		this.#sanctions = new Sanctions(NOWHERE, parts.host, parts.rules);
	}

	/** Whether the room wants this relay. */
	get seated(): boolean {
		return this.#state === "enrolled";
	}

	/** Whether the room has been told in this life who is here. */
	get hasTold(): boolean {
		return this.#hasTold;
	}

	/** How far the log goes, as the room last said; it is asked where a reader has seen more than this relay. */
	get stored(): number {
		return this.#stored;
	}

	/** Until when cursors without a proof are honoured, as the room said; milliseconds since 1970. */
	get plainUntil(): number | undefined {
		return this.#plainUntil;
	}

	get sanctions(): Sanctions {
		return this.#sanctions;
	}

	/** Who is there, as newcomers are told. */
	get presence(): Presence | undefined {
		return this.#mirror.view;
	}

	/** Sees to it that the room has said what a reader with this cursor must know. */
	async ready(since: Cursor | undefined, known: Standing): Promise<void> {
		// The room does not tell a relay without readers that it has let go of it.
		const isIdle = this.#parts.roster.size === 0 && !this.#isFresh;
		if (this.#state !== "enrolled") await this.#telling;
		if (this.#state !== "enrolled" || isIdle) await this.enrol();
		if (since === undefined) return;
		const isOther = since.epoch !== known.epoch && !this.#isFresh;
		const isAhead = since.epoch === known.epoch && since.seq > known.head;
		if (isOther || isAhead) await this.enrol();
	}

	/**
	 * Resolves when the room has said in this life who is banned or muted: a relay that slept knows nothing of it. Rejects
	 * where the room cannot be reached.
	 */
	async informed(): Promise<void> {
		if (!this.#isInformed) await this.enrol();
	}

	/** Tells the room in full who is here, and learns how things stand. Rejects where the room cannot be reached. */
	enrol(): Promise<void> {
		return (this.#nextEnrolment ??= this.#inTurn(() => {
			this.#nextEnrolment = undefined;
			return this.#enrol();
		}));
	}

	/** The same, again and again until it succeeds. @param hasMissed whether readers may have missed who is there */
	recall(hasMissed: boolean): void {
		if (hasMissed) this.#losses += 1;
		void this.enrol().catch(() => this.#schedule(RETRY_MS));
	}

	/** A frame that stands in no log passes by. */
	heard(frame: Encoded): void {
		if (!frame.startsWith('{"type":"presence"')) return;
		this.#doAlways(() => this.#mirror.apply(frame));
	}

	/** The room bans or mutes a user, or lifts that. */
	sanction(kind: Sanction, user: string, forMs: number): void {
		this.#doAlways(() => this.#sanctions.set(kind, user, forMs));
	}

	/** A reader has come, or what is shown of one has changed. @param options `full`: there is no place for more */
	changed(reader: Reader, { full = false }: { full?: boolean } = {}): void {
		this.#book.changed(reader);
		if (full) this.#reportAgain();
		else this.#schedule();
	}

	/** A reader has gone. */
	gone(reader: Reader): void {
		this.#book.gone(reader);
		if (this.#parts.roster.size > 0 || this.#state === "unwanted") return this.#schedule();
		this.#reportAgain();
	}

	/** The relay is awake for something else: a report that is due costs the least now. */
	tick(): void {
		if (this.#book.hasNews) this.#schedule();
	}

	/** Tells the room what has changed. Rejects where it cannot be reached. */
	report(): Promise<void> {
		this.#cancelReport?.();
		this.#cancelReport = undefined;
		return (this.#nextReport ??= this.#inTurn(() => {
			this.#nextReport = undefined;
			return this.#report();
		}));
	}

	/** The room wants this relay no longer. */
	resign(): void {
		this.#state = "unwanted";
		this.#cancelReport?.();
		this.#cancelReport = undefined;
	}

	get #isFresh(): boolean {
		return isWithin(this.#enrolledAt, FRESH_MS, this.#parts.host.now());
	}

	async #report(): Promise<void> {
		const { id, uplink, roster, onStanding } = this.#parts;
		if (this.#state !== "enrolled" && roster.size > 0) return this.#enrol();
		const report = this.#book.changes();
		this.#toldAt = this.#parts.host.now();
		this.#hasTold = true;
		// The room forgets a relay that is empty: whoever comes next has to ask it.
		if (roster.size === 0) this.#state = "unknown";
		try {
			const { known, ...standing } = await uplink.report(id, report);
			if (roster.size === 0) return;
			onStanding(standing, false);
			if (!known) await this.#enrol();
		} catch (thrown) {
			this.#state = "unknown";
			throw thrown;
		}
	}

	async #enrol(): Promise<void> {
		const { id, host, uplink, onStanding, onEnrolled } = this.#parts;
		this.#state = "unknown";
		this.#meanwhile = [];
		const roll = this.#book.full();
		// What is lost while the room is asked is not in its answer.
		const losses = this.#losses;
		this.#toldAt = host.now();
		const enrolment = await uplink.enrol(id, roll);
		const { seated, wasKnown, stored, bans, presence, paceMs, epoch, head, floor } = enrolment;
		this.#plainUntil = enrolment.plainUntil;
		this.#state = seated ? "enrolled" : "unwanted";
		this.#hasTold = true;
		this.#enrolledAt = host.now();
		this.#stored = stored;
		this.paceMs = paceMs;
		this.#sanctions = new Sanctions({ load: () => [...bans], save: () => undefined }, host, this.#parts.rules);
		this.#isInformed = true;
		this.#mirror.reset(presence);
		const again = this.#meanwhile;
		this.#meanwhile = undefined;
		for (const task of again) task();
		onStanding({ epoch, head, floor }, true);
		// One without readers is let go and taken again without a word.
		const wasLetGo = !wasKnown || roll.sockets === 0;
		onEnrolled({ wasLetGo, missed: losses > this.#lossesMended || !wasKnown ? this.presence : undefined });
		this.#lossesMended = losses;
		// Those who came while the room was asked are not in what it was told.
		if (this.#book.hasNews) this.#schedule();
	}

	#doAlways(task: () => void): void {
		this.#meanwhile?.push(task);
		task();
	}

	#inTurn(task: () => Promise<void>): Promise<void> {
		const told = this.#telling.then(task);
		this.#telling = told.catch(() => undefined);
		return told;
	}

	/** Reports as soon as the pace allows, or after a while given. */
	#schedule(afterMs?: number): void {
		if (this.#state === "unwanted") return;
		const wait = afterMs ?? Math.min(this.paceMs, this.#toldAt + this.paceMs - this.#parts.host.now());
		if (wait <= 0) return this.#reportAgain();
		if (afterMs === undefined && this.paceMs > TIMED_PACE_MS) return;
		this.#cancelReport ??= this.#parts.host.after(wait, () => {
			this.#cancelReport = undefined;
			this.#reportAgain();
		});
	}

	#reportAgain(): void {
		void this.report().catch(() => this.#schedule(RETRY_MS));
	}
}

/** A relay keeps no sanctions of its own. */
const NOWHERE: SanctionStore = { load: () => [], save: () => undefined };
