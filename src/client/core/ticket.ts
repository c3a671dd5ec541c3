import { json, maybe, object, whole } from "../../protocol/decode.ts";
import { readJson } from "../../protocol/json.ts";

/** A ticket, or what gets one: `undefined` is a guest. */
export type TicketSource = string | undefined | (() => string | undefined | Promise<string | undefined>);

/** The share of a ticket's life after which a new one is asked for. */
export const RENEW_AT = 0.8;
/** A ticket is not asked for more often than this, in milliseconds, whatever the page's clock says. */
export const RENEW_LEAST_MS = 5_000;

const claims = object({ exp: maybe(whole()), iat: maybe(json) });

/** When a ticket runs out, in milliseconds since 1970; read and not verified, which is the room's part. */
export function expiryOf(ticket: string): number | undefined {
	const [, payload = ""] = ticket.split(".");
	try {
		// Only a number is wanted, so it does not matter that `atob` reads UTF-8 as Latin-1.
		const { exp } = claims(readJson(atob(payload.replace(/-/g, "+").replace(/_/g, "/"))), "");
		return exp === undefined ? undefined : exp * 1000;
	} catch {
		return undefined;
	}
}

/** The present ticket of all channels of one `Parlour`, so that they do not each ask for their own. */
export class Tickets {
	readonly #source: TicketSource;
	readonly #now: () => number;
	#kept: string | undefined;
	#asking: Promise<string | undefined> | undefined;

	constructor(source: TicketSource, now: () => number) {
		this.#source = source;
		this.#now = now;
	}

	/** Whether a ticket that was refused may be followed by another. */
	get canRenew(): boolean {
		return typeof this.#source === "function";
	}

	/** What was last got. */
	get current(): string | undefined {
		return typeof this.#source === "function" ? this.#kept : this.#source;
	}

	/** Milliseconds from now until the present ticket wants renewal. */
	get renewIn(): number | undefined {
		const expiry = this.canRenew && this.#kept !== undefined ? expiryOf(this.#kept) : undefined;
		return expiry === undefined ? undefined : Math.max(RENEW_LEAST_MS, (expiry - this.#now()) * RENEW_AT);
	}

	/**
	 * The present ticket; a new one where `fresh`, or where the present one has run out. Two that ask at once share the
	 * answer.
	 *
	 * @throws what the ticket function throws
	 */
	async get(fresh: boolean): Promise<string | undefined> {
		if (typeof this.#source !== "function") return this.#source;
		const isGood = this.#kept !== undefined && (expiryOf(this.#kept) ?? Number.POSITIVE_INFINITY) > this.#now();
		if (isGood && !fresh) return this.#kept;
		this.#asking ??= this.#ask(this.#source);
		return this.#asking;
	}

	async #ask(source: () => string | undefined | Promise<string | undefined>): Promise<string | undefined> {
		try {
			return (this.#kept = await source());
		} finally {
			this.#asking = undefined;
		}
	}
}
