import type { Environment, Tabs } from "./environment.ts";
import type { Hint } from "./state.ts";
import type { Tickets, UserId } from "./ticket.ts";
import { RECHECK_LEAST_MS, TOLD_LEAST_MS } from "./timing.ts";

/** What one page tells the others: who its user is, at which deployment. */
interface Told {
	readonly parlour: string;
	readonly user: UserId;
}

/**
 * Notices that the page has another user before the present ticket runs out: it asks the ticket function again when
 * somebody comes back to the page, and when another page of the site has another user. What that page says is a reason to
 * ask and nothing more.
 */
export class UserWatch {
	readonly #url: string;
	readonly #environment: Environment;
	readonly #tickets: Tickets;
	#tabs: Tabs | undefined;
	#unhint: (() => void) | undefined;
	#timer: unknown;

	constructor(url: string, environment: Environment, tickets: Tickets) {
		this.#url = url;
		this.#environment = environment;
		this.#tickets = tickets;
	}

	/** Begins, where the user can be asked for at all. */
	start(): void {
		if (this.#unhint || !this.#tickets.canAsk) return;
		this.#unhint = this.#environment.hints((hint) => this.#hinted(hint));
		this.#open();
	}

	stop(): void {
		this.#unhint?.();
		this.#unhint = undefined;
		this.#environment.clearTimeout(this.#timer);
		this.#close();
	}

	/** Tells the other pages who the user is here. */
	tell(user: UserId): void {
		const told: Told = { parlour: this.#url, user };
		this.#tabs?.tell(told);
	}

	#hinted(hint: Hint): void {
		// A page with an open channel to others may be kept out of the browser's history cache.
		if (hint === "frozen") return this.#close();
		if (hint === "wake") this.#open();
		if (hint === "wake" || hint === "focus") this.#check(RECHECK_LEAST_MS);
	}

	#open(): void {
		this.#tabs ??= this.#environment.tabs((told) => this.#heard(told));
	}

	#close(): void {
		this.#tabs?.close();
		this.#tabs = undefined;
	}

	#heard(told: unknown): void {
		const { parlour, user } = (told ?? {}) as Partial<Told>;
		if (parlour !== this.#url || user === this.#tickets.user) return;
		this.#environment.clearTimeout(this.#timer);
		// Several may tell at once; the last one is right.
		this.#timer = this.#environment.setTimeout(() => this.#check(0), TOLD_LEAST_MS);
	}

	/** @param least how long ago the last answer must be, in milliseconds */
	#check(least: number): void {
		if (this.#tickets.user === undefined || this.#tickets.age < least) return;
		// A function that fails says nothing of who the user is.
		void this.#tickets.again().catch(() => undefined);
	}
}
