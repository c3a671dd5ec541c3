import type { Cursor } from "../../../protocol/cursor.ts";
import type { Presence } from "../../../protocol/server-frames.ts";
import type { Encoded } from "../encode.ts";
import type { RoomHost, SanctionStore } from "../ports.ts";
import type { Reader } from "../reader.ts";
import type { Roster } from "../roster.ts";
import { Sanctions } from "../sanctions.ts";
import type { Standing, Uplink } from "./delivery.ts";
import { PresenceMirror } from "./presence-mirror.ts";
import { RollBook } from "./roll-book.ts";

/** How long what the room said of its epoch holds, in milliseconds: readers with old cursors must not each ask it. */
const FRESH_MS = 1_000;
/** How long to wait before the room is asked again, in milliseconds. */
const RETRY_MS = 1_000;
/** The longest time between two reports, in milliseconds: a relay does not sleep while one is due. */
const SLOWEST_PACE_MS = 8_000;

export interface MembershipParts {
	readonly id: string;
	readonly host: RoomHost;
	readonly uplink: Uplink;
	readonly roster: Roster;
	/** The room has said where the log stands. */
	readonly onStanding: (standing: Standing) => void;
}

/** A relay's standing with its room: it enrols once a life, and reports who comes and goes. */
export class Membership {
	readonly #parts: MembershipParts;
	readonly #book: RollBook;
	readonly #mirror = new PresenceMirror();
	#state: "unknown" | "enrolled" | "unwanted" = "unknown";
	#enrolling: Promise<void> | undefined;
	#enrolledAt = Number.NEGATIVE_INFINITY;
	#sanctions: Sanctions;
	#cancelReport: (() => void) | undefined;
	/** The least time between two reports, in milliseconds; the room says it. */
	paceMs = 1_000;

	constructor(parts: MembershipParts) {
		this.#parts = parts;
		this.#book = new RollBook(parts.roster);
		this.#sanctions = new Sanctions(NOWHERE, parts.host);
	}

	/** Whether the room wants this relay. */
	get seated(): boolean {
		return this.#state === "enrolled";
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
		const isFresh = this.#parts.host.now() - this.#enrolledAt < FRESH_MS;
		const isOther = since !== undefined && since.epoch !== known.epoch && !isFresh;
		const isAhead = since !== undefined && since.epoch === known.epoch && since.seq > known.head;
		if (this.#state !== "enrolled" || isOther || isAhead) await this.enrol();
	}

	/** Tells the room in full who is there, and learns how things stand. Rejects where the room cannot be reached. */
	enrol(): Promise<void> {
		this.#enrolling ??= this.#enrol().finally(() => {
			this.#enrolling = undefined;
		});
		return this.#enrolling;
	}

	/** A frame that stands in no log passes by. */
	heard(frame: Encoded): void {
		if (frame.startsWith('{"type":"presence"')) this.#mirror.apply(frame);
	}

	/** A reader has come, or what is shown of one has changed. @param options `full`: there is no place for more */
	changed(reader: Reader, { full = false }: { full?: boolean } = {}): void {
		this.#book.changed(reader);
		if (full) void this.report().catch(() => this.#schedule(RETRY_MS));
		else this.#schedule();
	}

	/** A reader has gone. */
	gone(reader: Reader): void {
		this.#book.gone(reader);
		if (this.#parts.roster.size > 0 || this.#state === "unwanted") return this.#schedule();
		void this.report().catch(() => this.#schedule(RETRY_MS));
	}

	/** Tells the room what has changed. Rejects where it cannot be reached. */
	async report(): Promise<void> {
		this.#cancelReport?.();
		this.#cancelReport = undefined;
		const { id, uplink, roster, onStanding } = this.#parts;
		if (this.#state !== "enrolled" && roster.size > 0) return this.enrol();
		const report = this.#book.changes();
		// The room forgets a relay that is empty: whoever comes next has to ask it.
		if (roster.size === 0) this.#state = "unknown";
		try {
			const { known, ...standing } = await uplink.report(id, report);
			if (roster.size === 0) return;
			onStanding(standing);
			if (!known) await this.enrol();
		} catch (thrown) {
			this.#state = "unknown";
			throw thrown;
		}
	}

	/** The room wants this relay no longer. */
	resign(): void {
		this.#state = "unwanted";
		this.#cancelReport?.();
		this.#cancelReport = undefined;
	}

	async #enrol(): Promise<void> {
		const { id, host, uplink, onStanding } = this.#parts;
		this.#state = "unknown";
		const { seated, bans, presence, paceMs, epoch, head, floor } = await uplink.enrol(id, this.#book.full());
		this.#state = seated ? "enrolled" : "unwanted";
		this.#enrolledAt = host.now();
		this.paceMs = paceMs;
		this.#sanctions = new Sanctions({ load: () => [...bans], save: () => undefined }, host);
		this.#mirror.reset(presence);
		onStanding({ epoch, head, floor });
	}

	#schedule(ms = Math.min(this.paceMs, SLOWEST_PACE_MS)): void {
		if (this.#state === "unwanted") return;
		this.#cancelReport ??= this.#parts.host.after(ms, () => {
			this.#cancelReport = undefined;
			void this.report().catch(() => this.#schedule(RETRY_MS));
		});
	}
}

/** A relay keeps no sanctions of its own. */
const NOWHERE: SanctionStore = { load: () => [], save: () => undefined };
