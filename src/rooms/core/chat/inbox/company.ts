import type { GroupMember } from "../../../../door/chat/people-calls.ts";
import type { Status } from "../../../../protocol/chat/model.ts";
import type { Turn } from "../../annex.ts";
import { isDue, retryPause } from "../../backoff.ts";
import type { RoomHost } from "../../ports.ts";
import type { Owner } from "./owner.ts";
import type { InboxStore, Lines, ToldRecord } from "./ports.ts";
import { statusOf } from "./status.ts";
import type { Voice } from "./voice.ts";

export interface CompanyParts {
	readonly owner: Owner;
	readonly store: InboxStore;
	readonly host: RoomHost;
	readonly lines: Lines;
	readonly voice: Voice;
	/** How long a user whose last page is gone is still there, in milliseconds. */
	readonly graceMs: number;
}

/**
 * Tells the groups of a user that they are online, and how they are, and that they have gone. What a group may have been
 * told is stored before it is, and crossed out after: so neither a crash nor a group that cannot be reached leaves a ghost.
 */
export class Company {
	readonly #parts: CompanyParts;
	#isHere = false;
	#status: Status = "online";
	#isTelling = false;
	#isStale = false;
	#retryAt: number | undefined;
	/** How often in a row groups could not be told. */
	#failures = 0;
	#closing: (() => void) | undefined;

	constructor(parts: CompanyParts) {
		this.#parts = parts;
	}

	/**
	 * Takes up what was told before the object slept. Where no socket is left of its last life it crashed: the user has the
	 * grace to come back. An alarm ends it, since another crash would take a timer away.
	 */
	restore(): void {
		const { voice, store, owner, graceMs } = this.#parts;
		this.#isHere = voice.isHeard;
		this.#status = statusOf(voice.readers);
		const told = store.told();
		if (told.groups.length === 0) return;
		if (!voice.isHeard) this.#later(graceMs);
		// Also where a group that was left could not be told: the alarm would not know of it.
		else if (told.member === undefined || !told.groups.every((group) => owner.groups.includes(group))) this.#tell();
	}

	get isHere(): boolean {
		return this.#isHere;
	}

	came(): void {
		this.#isHere = true;
		this.#tell();
	}

	left(): void {
		this.#isHere = false;
		this.#tell();
	}

	/** A page has come, gone or told how its user is. A page that goes may be followed by the next one. */
	turned(turn: Turn): void {
		this.#closing?.();
		this.#closing = undefined;
		if (turn !== "left") return this.#look();
		const { host, graceMs, voice } = this.#parts;
		if (voice.isHeard) this.#closing = host.after(graceMs, () => this.#look());
	}

	nextDue(): number | undefined {
		return this.#retryAt;
	}

	alarm(): void {
		if (
			this.#retryAt === undefined ||
			!isDue({ nextAt: this.#retryAt, tries: Math.max(2, this.#failures) }, this.#parts.host.now())
		)
			return;
		this.#retryAt = undefined;
		this.#tell();
	}

	#look(): void {
		this.#closing = undefined;
		if (this.#parts.voice.isHeard) this.#status = statusOf(this.#parts.voice.readers);
		// Before it is known to have come it is the presence's to say so.
		if (this.#isHere) this.#tell();
	}

	/** One after another: what is told last is what is so. */
	#tell(): void {
		this.#isStale = true;
		if (!this.#isTelling) void this.#run();
	}

	async #run(): Promise<void> {
		this.#isTelling = true;
		while (this.#isStale) {
			this.#isStale = false;
			if (await this.#tellOnce()) this.#failures = 0;
			else this.#later(retryPause(++this.#failures, this.#parts.host.random()));
		}
		this.#isTelling = false;
	}

	#later(ms: number): void {
		this.#retryAt = this.#parts.host.now() + ms;
		this.#parts.voice.room.due(this.#retryAt);
	}

	/** Whether all groups know now. */
	async #tellOnce(): Promise<boolean> {
		const { store, owner, lines } = this.#parts;
		const told = store.told();
		const groups = this.#isHere ? owner.groups : [];
		const member: GroupMember = { ...owner.person, status: this.#status };
		const isNews = told.member === undefined || !isSame(member, told.member);
		const left = told.groups.filter((group) => !groups.includes(group));
		const entered = groups.filter((group) => isNews || !told.groups.includes(group));
		if (left.length + entered.length === 0) return true;
		this.#note({ groups: [...new Set([...told.groups, ...groups])] });
		const entering = entered.map((group) => succeeds(lines.people(group).enter(member)));
		const leaving = left.map(async (group) => ({ group, done: await succeeds(lines.people(group).leave(owner.id)) }));
		const isTold = (await Promise.all(entering)).every(Boolean);
		const stuck = (await Promise.all(leaving)).flatMap(({ group, done }) => (done ? [] : [group]));
		const known = [...groups, ...stuck];
		this.#note({ groups: known, ...(isTold && known.length > 0 && { member }) });
		return isTold && stuck.length === 0;
	}

	#note(told: ToldRecord): void {
		this.#parts.store.saveTold(told);
	}
}

function isSame(one: GroupMember, other: GroupMember): boolean {
	return (
		one.status === other.status && one.name === other.name && JSON.stringify(one.info) === JSON.stringify(other.info)
	);
}

async function succeeds(asked: Promise<unknown>): Promise<boolean> {
	try {
		await asked;
		return true;
	} catch {
		return false;
	}
}
