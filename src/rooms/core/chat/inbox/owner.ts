import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { Person } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { Caller } from "../../access.ts";
import type { Clock } from "../../ports.ts";
import type { InboxStore } from "./ports.ts";

type Bearer = Extract<Caller, { kind: "member" }>;

/** The user whose inbox it is: who they are, in which groups, whom they block, and who may talk to them. */
export class Owner {
	readonly id: string;
	readonly #store: InboxStore;
	readonly #clock: Clock;

	constructor(id: string, store: InboxStore, clock: Clock) {
		this.id = id;
		this.#store = store;
		this.#clock = clock;
	}

	/** Takes over what a ticket says, unless it is older than the last. Returns whether the user is called otherwise by it. */
	seen(caller: Caller): boolean {
		if (caller.kind !== "member" || caller.own === undefined) return false;
		const { groups, issued } = caller.own;
		const known = this.#store.own();
		if (known !== undefined && known.issued >= issued) return false;
		const { role } = caller.user;
		this.#store.saveOwn({ person: personOf(caller), role, groups, issued, until: caller.expires });
		return known !== undefined && known.person.name !== caller.user.name;
	}

	/** Somebody by their last ticket: what an older one calls them, at a page that was left open, holds no longer. */
	current(caller: Bearer): Bearer {
		const own = this.#store.own();
		if (own === undefined || (caller.own?.issued ?? 0) >= own.issued) return caller;
		const { name: _name, info: _info, ...user } = caller.user;
		const { name, info } = own.person;
		return { ...caller, user: { ...user, ...(name !== undefined && { name }), ...(info !== undefined && { info }) } };
	}

	get person(): Person {
		return this.#store.own()?.person ?? { id: this.id };
	}

	/** The groups of the last ticket, while that is valid. */
	get groups(): readonly string[] {
		const own = this.#store.own();
		return own !== undefined && own.until > this.#clock.now() ? own.groups : [];
	}

	/** Whom they block. */
	get blocked(): string[] {
		return this.#store.blocked();
	}

	blocks(user: string): boolean {
		return this.blocked.includes(user);
	}

	/** Answers whether that is news. @throws FaultError `full` */
	block(user: string, on: boolean): boolean {
		const { blocked } = this;
		if (blocked.includes(user) === on) return false;
		if (on && blocked.length >= CHAT_LIMITS.blocked) throw new FaultError("full", "No more users can be blocked.");
		this.#store.block(user, on);
		return true;
	}

	/** The origin says that these and the user may talk to each other, and how they are named. */
	introduce(people: readonly Person[]): void {
		for (const person of people) {
			if (person.id !== this.id) this.#store.introduce(person.id);
			// Until a ticket says better.
			else if ((this.#store.own()?.issued ?? 0) === 0)
				this.#store.saveOwn({ person, role: "member", groups: [], issued: 0, until: 0 });
		}
	}

	/** @throws FaultError `forbidden` where nothing brings the two together */
	assertKnows(user: string, groups: readonly string[]): void {
		if (this.#store.isIntroduced(user)) return;
		const own = this.groups;
		if (!groups.some((group) => own.includes(group)))
			throw new FaultError("forbidden", "Nothing brings these two together.");
	}
}

/** A user as their ticket names them. */
export function personOf({ user: { id, name, info } }: Bearer): Person {
	return { id, ...(name !== undefined && { name }), ...(info !== undefined && { info }) };
}
