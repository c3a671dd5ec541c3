import { type ChannelAction, channelPath } from "../protocol/paths.ts";
import { framesOf, type ServerFrames } from "../protocol/server-frames.ts";
import { type Json, readJson } from "../protocol/json.ts";
import { bool, type Kind, positive, read, type Shape } from "../protocol/shape.ts";
import { deploymentOf } from "./core/deployment.ts";
import { ParlourError } from "./core/errors.ts";
import { Late, within } from "./core/deadline.ts";
import { environmentOf } from "./core/environment.ts";
import { Tickets, type TicketSource } from "./core/ticket.ts";

export { ParlourError } from "./core/errors.ts";
export type { TicketSource } from "./core/ticket.ts";

export interface ModerationOptions {
	/** Where Parlour is deployed, as in `https://parlour.example.com`. */
	readonly url: string;
	/** A ticket whose role is `moderator`, or a function that gets one. */
	readonly ticket: TicketSource;
	/** Replaces the global `fetch`. */
	readonly fetch?: typeof fetch;
}

/** For how long: in seconds, `true` for good, `false` or 0 to lift it. */
export interface Measure {
	/** Refuses the user everything in the channel. */
	readonly ban?: number | boolean;
	/** Refuses the user's publishes, signals, own data and calls. */
	readonly mute?: number | boolean;
}

/** What a measure leaves open. */
export interface Moderated {
	/** Only after a ban: whether the area admits guests, so that the user can read on without a ticket. */
	readonly guests?: boolean;
}

/** How long a request may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * What a page does with a moderator's ticket. An entry of its own: most pages never load it.
 *
 * @example
 * const moderation = new Moderation({ url: "https://parlour.example.com", ticket: () => fetchTicket() });
 * await moderation.kick(hash, "42", { ban: 3600 });
 */
export class Moderation {
	readonly #url: string;
	readonly #tickets: Tickets;
	readonly #fetch: typeof fetch;
	readonly #environment = environmentOf({});

	constructor(options: ModerationOptions) {
		this.#url = deploymentOf(options.url);
		this.#tickets = new Tickets(options.ticket, this.#environment);
		this.#fetch = options.fetch ?? ((...given) => fetch(...given));
	}

	/**
	 * Ends a user's connections, or with a measure bans or mutes them.
	 *
	 * @returns after a ban with `guests`: whether the user can read on as a guest
	 * @throws ParlourError such as `forbidden`, `ticket_required`, `disconnected`
	 */
	async kick(hash: string, user: string, measure: Measure = {}): Promise<Moderated> {
		return readAs({ "guests?": bool } as const, await this.#post(hash, "kick", { user, ...measure }));
	}

	/**
	 * Takes the text of messages out of the log: those of the given numbers, or all of a user's.
	 *
	 * @returns the numbers of those that had any
	 * @throws ParlourError such as `forbidden`, `unknown_cursor`, `disconnected`
	 */
	async redact(
		hash: string,
		what: { readonly seqs: readonly number[] } | { readonly user: string },
	): Promise<number[]> {
		return readAs({ seqs: [positive] } as const, await this.#post(hash, "redact", what)).seqs;
	}

	async #post(hash: string, action: ChannelAction, body: object): Promise<Json> {
		const { user } = this.#tickets;
		const ticket = await this.#tickets.get(false);
		// It was asked for by the user who was there before.
		if (user !== undefined && user !== this.#tickets.user) throw new ParlourError("user_changed");
		const { ok, answer } = await this.#send(`${this.#url}${channelPath(hash, action)}`, ticket, JSON.stringify(body));
		if (ok) return answer;
		const { code, message, retryAfter } = faultOf(answer);
		throw new ParlourError(code, message, { retryAfter });
	}

	/** @throws ParlourError `timeout`, or `disconnected` where the answer is not a room's */
	async #send(url: string, ticket: string | undefined, body: string): Promise<{ ok: boolean; answer: Json }> {
		const undo = new AbortController();
		try {
			const headers: Record<string, string> = ticket === undefined ? {} : { authorization: `Bearer ${ticket}` };
			return await within(this.#environment, REQUEST_TIMEOUT_MS, async () => {
				const response = await this.#fetch(url, { method: "POST", headers, body, signal: undo.signal });
				return { ok: response.ok, answer: readJson(await response.text()) };
			});
		} catch (thrown) {
			undo.abort();
			throw new ParlourError(thrown instanceof Late ? "timeout" : "disconnected");
		}
	}
}

/** @throws ParlourError `bad_frame` where an answer is not a room's */
function readAs<const K extends Kind>(kind: K, answer: Json): Shape<K> {
	try {
		return read(kind, answer);
	} catch {
		throw new ParlourError("bad_frame", "The answer is not one of a room.", { outcome: "unknown" });
	}
}

/** Over HTTP a fault is its frame without the type. @throws ParlourError `disconnected` where it is not a room's answer */
function faultOf(answer: Json): ServerFrames["fault"] {
	try {
		const { fault } = answer as { readonly fault: object };
		const [frame] = framesOf({ ...fault, type: "fault" });
		if (frame?.type === "fault") return frame;
	} catch {
		// Whatever answered, it was not a room.
	}
	throw new ParlourError("disconnected");
}
