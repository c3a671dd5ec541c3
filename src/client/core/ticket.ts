import { type Json, readJson } from "../../protocol/json.ts";
import { whole } from "../../protocol/shape.ts";
import { RENEW_AT, RENEW_LEAST_MS } from "./timing.ts";

/** A ticket, or what gets one: `undefined` is a guest. */
export type TicketSource = string | undefined | (() => string | undefined | Promise<string | undefined>);

/** When a ticket runs out, in milliseconds since 1970; read and not verified, which is the room's part. */
export function expiryOf(ticket: string): number | undefined {
	try {
		// Only a number is wanted, so it does not matter that `atob` reads UTF-8 as Latin-1.
		const payload = atob((ticket.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"));
		return whole((readJson(payload) as { readonly exp: Json }).exp) * 1000;
	} catch {
		return undefined;
	}
}

/** The present ticket of all channels of one `Parlour`, so that they do not each ask for their own. */
export class Tickets {
	/** What was last got. */
	current: string | undefined;
	readonly #source: TicketSource;
	readonly #now: () => number;
	#asking: Promise<string | undefined> | undefined;

	constructor(source: TicketSource, now: () => number) {
		this.#source = source;
		this.#now = now;
		if (typeof source === "string") this.current = source;
	}

	/** Milliseconds until the present ticket has run out, where it says so. */
	get #left(): number | undefined {
		const expiry = expiryOf(this.current ?? "");
		return expiry && expiry - this.#now();
	}

	/** Milliseconds from now until the present ticket wants renewal. */
	get renewIn(): number | undefined {
		const left = this.#left;
		return left && typeof this.#source === "function" ? Math.max(RENEW_LEAST_MS, left * RENEW_AT) : undefined;
	}

	/**
	 * The present ticket; a new one where `fresh`, or where the present one has run out. Two that ask at once share the
	 * answer.
	 *
	 * @returns `undefined` for a guest, and where a new one cannot be had
	 * @throws what the ticket function throws
	 */
	async get(fresh: boolean): Promise<string | undefined> {
		const source = this.#source;
		if (typeof source !== "function") return fresh ? undefined : source;
		if (!fresh && this.current !== undefined && (this.#left ?? 1) > 0) return this.current;
		this.#asking ??= (async () => (this.current = await source()))().finally(() => (this.#asking = undefined));
		return this.#asking;
	}
}
