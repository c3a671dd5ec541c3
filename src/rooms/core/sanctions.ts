import type { AreaRules } from "../../config/rules.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Caller } from "./access.ts";
import type { Clock, SanctionStore, StoredSanction } from "./ports.ts";

export const SANCTIONS = ["ban", "mute"] as const;
/** What a user may be kept from: the channel, or speaking in it. */
export type Sanction = (typeof SANCTIONS)[number];

/** Bans and mutes: each for a time, each kept through sleep and restart. */
export class Sanctions {
	readonly #store: SanctionStore;
	readonly #clock: Clock;
	readonly #rules: Pick<AreaRules, "guestsWhileBanned">;
	readonly #until: { readonly [S in Sanction]: Map<string, number> } = { ban: new Map(), mute: new Map() };

	/** @param rules whether guests are there while anybody is banned */
	constructor(store: SanctionStore, clock: Clock, rules: Pick<AreaRules, "guestsWhileBanned">) {
		this.#rules = rules;
		this.#store = store;
		this.#clock = clock;
		for (const { user, kind, until } of store.load(clock.now())) this.#until[kind].set(user, until);
	}

	/** Sets how long a sanction holds, in milliseconds from now; 0 lifts it. */
	set(kind: Sanction, user: string, forMs: number): void {
		const until = this.#clock.now() + forMs;
		if (forMs > 0) this.#until[kind].set(user, until);
		else this.#until[kind].delete(user);
		this.#store.save({ kind, user, until: forMs > 0 ? until : 0 });
	}

	/** Whether a user is under a sanction now. */
	holds(kind: Sanction, user: string): boolean {
		const until = this.#until[kind].get(user);
		if (until === undefined) return false;
		if (until > this.#clock.now()) return true;
		this.#until[kind].delete(user);
		return false;
	}

	/** Those of one kind that hold at a time, in milliseconds since 1970. */
	all(kind: Sanction, now: number): StoredSanction[] {
		return [...this.#until[kind]].flatMap(([user, until]) => (until > now ? [{ kind, user, until }] : []));
	}

	/** @throws FaultError `banned`, or `ticket_required` of a guest while anybody is banned and the area wants none then */
	assertNotBanned(caller: Caller): void {
		this.#assertNoGuest(caller);
		this.#assert(caller, "ban", "banned");
	}

	/** @throws FaultError `banned`, or `muted` */
	assertMaySpeak(caller: Caller): void {
		this.#assertNoGuest(caller);
		this.#assert(caller, "ban", "banned");
		this.#assert(caller, "mute", "muted");
	}

	#assertNoGuest(caller: Caller): void {
		if (caller.kind !== "guest" || this.#rules.guestsWhileBanned) return;
		if (this.all("ban", this.#clock.now()).length > 0) throw new FaultError("ticket_required");
	}

	#assert(caller: Caller, kind: Sanction, code: "banned" | "muted"): void {
		if (caller.kind !== "member" || !this.holds(kind, caller.user.id)) return;
		const left = (this.#until[kind].get(caller.user.id) ?? 0) - this.#clock.now();
		throw new FaultError(code, undefined, { retryAfter: left });
	}
}
