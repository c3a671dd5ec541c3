import type { AreaRules } from "../../config/rules.ts";
import type { Json } from "../../protocol/json.ts";
import type { Member, Presence as PresenceView } from "../../protocol/server-frames.ts";
import { type Encoded, encodeFrame } from "./encode.ts";
import { MemberList } from "./member-list.ts";
import { memberOf, sameMember } from "./member-of.ts";
import type { MemberStore, RoomHost } from "./ports.ts";
import { type Reader, userIdOf } from "./reader.ts";
import type { CrowdChange } from "./relay/crowd.ts";
import type { Roster } from "./roster.ts";
import { type Shown, Told } from "./told.ts";

/** The least time between two presence frames, in milliseconds; with many members it grows by one for each. */
const PACE_MS = 200;
const SLOWEST_PACE_MS = 2_000;

/** What others want to know of members coming and going. Told once a user, whatever the number of tabs. */
export interface PresenceListener {
	memberJoined(member: Member): void;
	memberLeft(member: Member): void;
	occupied(): void;
	vacated(): void;
}

/** Who is there by way of other objects, which this one has to ask after it slept. */
export interface Elsewhere {
	has(user: string): boolean;
	readonly guests: number;
	/** Whether all have told who is there. */
	readonly settled: boolean;
	/** Asks them, and runs `done` when they have told, or have had their time. */
	settle(done: () => void): void;
}

export interface PresenceParts {
	readonly rules: Pick<AreaRules, "presence" | "presenceGraceMs" | "presenceLimit">;
	/** Whether anybody wants to know. If not, users are noted as known to the channel, and nothing else is done. */
	readonly tracked: boolean;
	readonly roster: Roster;
	/** Those whose sockets other objects hold. */
	readonly elsewhere: Elsewhere;
	readonly host: RoomHost;
	readonly store: MemberStore;
	readonly listener: PresenceListener;
	readonly send: (frame: Encoded) => void;
}

/**
 * Who is there. A member is a user, whatever the number of tabs and devices; a guest is a connection. Leaving takes
 * effect after a grace, so that going from page to page makes no noise. Changes are told together, at a pace that slows
 * with the number of members.
 */
export class Presence {
	readonly #parts: PresenceParts;
	readonly #members = new MemberList();
	/** Members and guests whose last connection is gone, with how to call off their leaving. */
	readonly #leaving = new Map<string, () => void>();
	readonly #leavingGuests: (() => void)[] = [];
	readonly #told = new Told();
	readonly #wokeAt: number;
	#guests = 0;
	/** Members that the store knows and no socket here shows, until it is known whether they are elsewhere. */
	#doubtful: string[] = [];
	#isAsking = false;
	/** Whether pages know of members whom others told this room's last life of, and nobody told this one. */
	#isUncertain = false;
	#toldAt = Number.NEGATIVE_INFINITY;
	#due = false;

	constructor(parts: PresenceParts) {
		this.#parts = parts;
		this.#wokeAt = parts.host.now();
	}

	/** How many are there: members, and guests' connections. */
	get count(): number {
		return this.#members.size + this.#guests + this.#parts.elsewhere.guests;
	}

	/**
	 * Takes up the members after waking, from the sockets that are there. Tells nobody: what was told before the sleep
	 * still holds. Members that the store knows and no socket shows were cut off with the process; they get the grace.
	 */
	restore(): void {
		if (!this.#parts.tracked) return;
		for (const reader of this.#parts.roster) {
			const id = userIdOf(reader);
			if (id === undefined) this.#guests += 1;
			else this.#members.set(memberOf(reader, this.#members.get(id)));
		}
		for (const member of this.#parts.store.present())
			if (!this.#members.has(member.id)) {
				this.#members.set(member);
				if (this.#parts.elsewhere.settled) this.#leaveAfterGrace(member.id);
				else this.#doubtful.push(member.id);
			}
		this.#told.all(this.#shown());
		this.#isUncertain = !this.#parts.elsewhere.settled;
		if (this.#parts.elsewhere.settled && this.count === 0 && this.#parts.store.occupied) this.#vacateAfterGrace();
	}

	/**
	 * Changes with each change that is told: a poll that knows this one has missed none. A room that woke does not know
	 * what was told before it slept, so that its first version is one of its own.
	 */
	get version(): number {
		return Math.max(this.#wokeAt - 1, this.#toldAt);
	}

	/** A reader has come. */
	arrived(reader: Reader): void {
		const id = userIdOf(reader);
		const member = id === undefined ? undefined : memberOf(reader, this.#members.get(id));
		if (!this.#parts.tracked) return this.#note(member);
		this.#occupy();
		if (member === undefined) this.#guestArrived();
		else this.#memberArrived(member);
		this.#schedule();
	}

	/** Users have come to other objects, or left them. */
	elsewhere({ arrived, gone }: CrowdChange): void {
		if (!this.#parts.tracked) {
			for (const member of arrived) this.#note(member);
			return;
		}
		if (arrived.length > 0 || this.#parts.elsewhere.guests > 0) this.#occupy();
		for (const member of arrived) this.#memberArrived(sameMember(this.#members.get(member.id), member));
		for (const id of gone)
			if (this.#members.has(id)) this.#memberGone(id);
			else this.#told.maybe([id]);
		if (this.count === 0) this.#vacateAfterGrace();
		this.#schedule();
	}

	/** A reader has gone; call after it is out of the roster. */
	gone(reader: Reader): void {
		if (!this.#parts.tracked) return;
		const id = userIdOf(reader);
		if (id !== undefined) return this.#memberGone(id);
		const cancel = this.#parts.host.after(this.#parts.rules.presenceGraceMs, () => {
			this.#leavingGuests.splice(this.#leavingGuests.indexOf(cancel), 1);
			this.#guests -= 1;
			this.#someoneLeft();
		});
		this.#leavingGuests.push(cancel);
	}

	/** Takes over what has changed of a member: their own data, or what a new ticket says. */
	changed(reader: Reader): void {
		const before = this.#members.get(userIdOf(reader) ?? "");
		if (before === undefined || !this.#parts.tracked) return;
		this.#members.set(memberOf(reader, before));
		this.#schedule();
	}

	/** A member's own data. */
	stateOf(reader: Reader): Json | undefined {
		return this.#members.get(userIdOf(reader) ?? "")?.state;
	}

	/** What a page is told when it comes, and follows the changes from then on. */
	greet(): PresenceView | undefined {
		this.#told.one(this.#shown());
		return this.view();
	}

	/** Resolves when it is known who is elsewhere, or those elsewhere have had their time to tell. */
	known(): Promise<void> {
		if (!this.#parts.tracked || this.#parts.elsewhere.settled) return Promise.resolve();
		return new Promise((resolve) => {
			this.#ask();
			this.#parts.elsewhere.settle(resolve);
		});
	}

	/** Who is there, or `undefined` where the area keeps it to itself. */
	view(limit: number = this.#parts.rules.presenceLimit): PresenceView | undefined {
		if (this.#parts.rules.presence === "off") return undefined;
		if (this.#parts.rules.presence === "count") return { count: this.count };
		const members = this.#members.first(limit);
		return { count: this.count, members, ...(members.length < this.#members.size && { sample: true }) };
	}

	#occupy(): void {
		if (this.#parts.store.occupied) return;
		this.#parts.store.setOccupied(true);
		this.#parts.listener.occupied();
	}

	#note(member: Member | undefined): void {
		if (member === undefined || this.#members.has(member.id)) return;
		this.#members.set(member);
		this.#parts.store.know(member);
	}

	#memberArrived(member: Member): void {
		this.#leaving.get(member.id)?.();
		this.#leaving.delete(member.id);
		const before = this.#members.get(member.id);
		this.#members.set(member);
		if (before !== undefined) return;
		this.#parts.store.enter(member);
		this.#parts.listener.memberJoined(member);
	}

	/** A guest has no name to come back under: one who comes while another is leaving is taken for the same. */
	#guestArrived(): void {
		const cancel = this.#leavingGuests.shift();
		if (cancel === undefined) this.#guests += 1;
		else cancel();
	}

	/** A user's connection is gone; they leave if it was their last. */
	#memberGone(id: string): void {
		const { roster, elsewhere } = this.#parts;
		if (this.#members.has(id) && roster.ofUser(id).size === 0 && !elsewhere.has(id)) this.#leaveAfterGrace(id);
	}

	#leaveAfterGrace(id: string): void {
		this.#leaving.get(id)?.();
		const { host, rules, store, listener } = this.#parts;
		const cancel = host.after(rules.presenceGraceMs, () => {
			this.#leaving.delete(id);
			const member = this.#members.get(id);
			this.#members.delete(id);
			store.leave(id, host.now());
			if (member !== undefined) listener.memberLeft(member);
			this.#someoneLeft();
		});
		this.#leaving.set(id, cancel);
	}

	#vacateAfterGrace(): void {
		this.#parts.host.after(this.#parts.rules.presenceGraceMs, () => this.#someoneLeft());
	}

	#someoneLeft(): void {
		if (this.count === 0 && this.#parts.store.occupied) {
			this.#parts.store.setOccupied(false);
			this.#parts.listener.vacated();
		}
		this.#schedule();
	}

	#schedule(): void {
		if (!this.#parts.elsewhere.settled) return this.#ask();
		if (this.#due || this.#parts.rules.presence === "off") return;
		const pace = Math.min(SLOWEST_PACE_MS, Math.max(PACE_MS, this.count));
		// No longer than the pace, also where the clock was set back.
		const wait = Math.min(pace, this.#toldAt + pace - this.#parts.host.now());
		if (wait <= 0) return this.#tell();
		this.#due = true;
		this.#parts.host.after(wait, () => {
			this.#due = false;
			this.#tell();
		});
	}

	/**
	 * Has the others tell who is there before anything is told here: a room that slept does not know. It asks when it first
	 * needs it, so that a publish alone wakes nobody for this.
	 */
	#ask(): void {
		if (this.#isAsking) return;
		this.#isAsking = true;
		this.#parts.elsewhere.settle(() => {
			this.#isAsking = false;
			const doubtful = this.#doubtful;
			this.#doubtful = [];
			for (const id of doubtful) this.#memberGone(id);
			if (this.count === 0 && this.#parts.store.occupied) this.#vacateAfterGrace();
			if (this.#parts.elsewhere.settled) this.#schedule();
		});
	}

	#tell(): void {
		const shown = this.#shown();
		// Who has left since pages were last told cannot be known: they are told who is there.
		const changes = this.#isUncertain ? this.view() : this.#told.changesTo(shown);
		this.#isUncertain = false;
		if (changes === undefined) return;
		this.#told.all(shown);
		this.#toldAt = this.#parts.host.now();
		this.#parts.send(encodeFrame({ type: "presence", ...changes }));
	}

	/** What a page is shown. */
	#shown(): Shown {
		const { presence, presenceLimit } = this.#parts.rules;
		return { count: this.count, members: presence === "members" ? this.#members.first(presenceLimit) : [] };
	}
}
