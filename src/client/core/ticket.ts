import { type Json, readJson } from "../../protocol/json.ts";
import { TICKET_LIFE_SECONDS } from "../../protocol/limits.ts";
import { text, whole } from "../../protocol/shape.ts";
import { Late, within } from "./deadline.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import { CLOCK_SKEW_MS, RENEW_AT, RENEW_LEAST_MS, TICKET_TIMEOUT_MS } from "./timing.ts";
import { whyFailed } from "./trouble.ts";

/** A ticket; `undefined`, `null` and the empty text stand for none, which is a guest. */
export type GivenTicket = string | null | undefined;
/** A ticket, or a function that gets one. */
export type TicketSource = GivenTicket | (() => GivenTicket | Promise<GivenTicket>);

/** The id of a user, or `null` for a guest. */
export type UserId = string | null;

/** The characters of a JWT in its compact form (RFC 7515 section 7.1), and padding, which the room refuses. */
const TICKET = /^[\w.=-]+$/;

/**
 * Returns the ticket that a page gave, or `undefined` for a guest.
 *
 * @throws ParlourError `bad_ticket` for what cannot be a ticket; the message says what it is, and repeats nothing of it
 */
export function ticketFrom(given: unknown): string | undefined {
	if (given === undefined || given === null || given === "") return undefined;
	if (typeof given === "string" && TICKET.test(given)) return given;
	throw new ParlourError("bad_ticket", `The ticket must be the text of a JWT and nothing else: ${flawOf(given)}.`);
}

function flawOf(given: unknown): string {
	if (typeof given !== "string") return `it is ${Array.isArray(given) ? "an array" : `of the type ${typeof given}`}`;
	if (/^bearer\s/i.test(given)) return 'it begins with "Bearer"';
	if (/^\s*</.test(given)) return "it is markup, such as a page that asks to sign in";
	if (/^\s*["'].*["']\s*$/s.test(given)) return "it has quotation marks around it";
	if (/^\s*\{/.test(given)) return "it is JSON; take the ticket out of it";
	return /\s/.test(given) ? "it has white space or a line break in it" : "it has characters that no JWT has";
}

/** Returns when a ticket runs out, in milliseconds since 1970; read and not verified, which is the room's part. */
export function expiryOf(ticket: string): number | undefined {
	return timeOf(ticket, "exp");
}

/**
 * Returns how long a ticket is good for that has just been got, in milliseconds; read and not verified. A device whose
 * clock stands outside of the ticket's own span is not asked: its clock is wrong, or the ticket is old, which the room
 * says. No ticket lives longer than the room allows.
 *
 * @param now by the device's clock
 */
export function lifeOf(ticket: string, now: number): number | undefined {
	const expiry = expiryOf(ticket);
	if (expiry === undefined) return undefined;
	const issued = timeOf(ticket, "iat");
	const isBelievable = issued === undefined || (now >= issued - CLOCK_SKEW_MS && now < expiry);
	return Math.min(expiry - (isBelievable ? now : issued), TICKET_LIFE_SECONDS * 1_000);
}

/** Returns the id of the ticket's user, read and not verified; `undefined` where it cannot be read. */
export function userOf(ticket: string): string | undefined {
	return claimOf(ticket, "sub", text);
}

function timeOf(ticket: string, name: string): number | undefined {
	return claimOf(ticket, name, (seconds) => whole(seconds) * 1_000);
}

function claimOf<T>(ticket: string, name: string, readAs: (claim: Json) => T): T | undefined {
	try {
		const bytes = atob((ticket.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"));
		const payload = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
		return readAs((readJson(payload) as { readonly [name: string]: Json })[name] ?? null);
	} catch {
		return undefined;
	}
}

/** The present ticket of all channels of one `Parlour`, so that they do not each ask for their own, and whose it is. */
export class Tickets {
	/** The ticket that was got last. */
	current: string | undefined;
	/** Who the user is; `undefined` while that is not known. */
	user: UserId | undefined;
	/** Is called when the user becomes known, and when it is another one; `before` is `undefined` the first time. */
	onUser: (user: UserId, before: UserId | undefined) => void = () => undefined;
	readonly #source: TicketSource;
	readonly #environment: Environment;
	/** When the present ticket was got, on both clocks: one may be set, the other may stand still while the device sleeps. */
	#got = { now: 0, monotonic: Number.NEGATIVE_INFINITY };
	#life: number | undefined;
	#asking: Promise<string | undefined> | undefined;

	/** @throws ParlourError `bad_ticket` for a text that cannot be a ticket */
	constructor(source: TicketSource, environment: Environment) {
		this.#source = source;
		this.#environment = environment;
		// A page without any ticket says nothing of who the user is; a function that answers none does.
		if (typeof source === "function") return;
		this.#hold(ticketFrom(source));
		if (this.current !== undefined) this.user = userOf(this.current);
	}

	/** Whether the source can be asked again. */
	get canAsk(): boolean {
		return typeof this.#source === "function";
	}

	/** How long ago the source last answered, in milliseconds. */
	get age(): number {
		return this.#environment.monotonic() - this.#got.monotonic;
	}

	/** Milliseconds until the present ticket has run out, where it says so. */
	get #left(): number | undefined {
		const { now, monotonic } = this.#environment;
		if (this.#life === undefined) return undefined;
		return this.#life - Math.max(now() - this.#got.now, monotonic() - this.#got.monotonic);
	}

	/** Milliseconds from now until the present ticket wants renewal. */
	get renewIn(): number | undefined {
		if (this.#life === undefined || !this.canAsk) return undefined;
		return Math.max(RENEW_LEAST_MS, (this.#left ?? 0) - this.#life * (1 - RENEW_AT));
	}

	/**
	 * Returns the present ticket; a new one where `fresh`, or where the present one has run out. Two that ask at once share
	 * the answer. Where it is another user's, {@link onUser} is called before this returns.
	 *
	 * @returns `undefined` for a guest, and where a new one cannot be had
	 * @throws ParlourError `ticket_failed` where the ticket function throws, or does not answer in time; `bad_ticket` for what
	 * cannot be a ticket
	 */
	async get(fresh: boolean): Promise<string | undefined> {
		const source = this.#source;
		if (typeof source !== "function") return fresh ? undefined : this.current;
		if (!fresh && this.current !== undefined && (this.#left ?? 1) > 0) return this.current;
		this.#asking ??= this.#ask(source).finally(() => (this.#asking = undefined));
		return this.#asking;
	}

	/** Asks the source once more, also where an earlier question is on its way, which may be answered out of date. */
	async again(): Promise<void> {
		await this.#asking?.catch(() => undefined);
		await this.get(true);
	}

	/** Notes who the user is, as a ticket or a welcome says it. */
	know(user: UserId | undefined): void {
		const before = this.user;
		if (user === undefined || user === before) return;
		this.user = user;
		this.onUser(user, before);
	}

	async #ask(source: () => unknown): Promise<string | undefined> {
		let given: unknown;
		try {
			given = await within(this.#environment, TICKET_TIMEOUT_MS, source);
		} catch (cause) {
			const message = cause instanceof Late ? "The ticket function has not answered." : whyFailed(cause).reason;
			throw new ParlourError("ticket_failed", message, { cause });
		}
		const ticket = ticketFrom(given);
		this.#hold(ticket);
		this.know(ticket === undefined ? null : userOf(ticket));
		return ticket;
	}

	#hold(ticket: string | undefined): void {
		const { now, monotonic } = this.#environment;
		this.current = ticket;
		this.#got = { now: now(), monotonic: monotonic() };
		this.#life = ticket === undefined ? undefined : lifeOf(ticket, this.#got.now);
	}
}
