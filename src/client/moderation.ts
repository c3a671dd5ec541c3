import { type ChannelAction, channelPath } from "../protocol/paths.ts";
import { framesOf } from "../protocol/server-frames.ts";
import { type Json, readJson } from "../protocol/json.ts";
import { json, positive, read } from "../protocol/shape.ts";
import { deploymentOf } from "./core/deployment.ts";
import { ParlourError } from "./core/errors.ts";
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
	/** Refuses the user's publishes and signals. */
	readonly mute?: number | boolean;
}

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

	constructor(options: ModerationOptions) {
		this.#url = deploymentOf(options.url);
		this.#tickets = new Tickets(options.ticket, () => Date.now());
		this.#fetch = options.fetch ?? ((...given) => fetch(...given));
	}

	/**
	 * Ends a user's connections, or with a measure bans or mutes them.
	 *
	 * @throws ParlourError such as `forbidden`, `ticket_required`, `disconnected`
	 */
	async kick(hash: string, user: string, measure: Measure = {}): Promise<void> {
		await this.#post(hash, "kick", { user, ...measure });
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
		return read({ seqs: [positive] } as const, await this.#post(hash, "redact", what)).seqs;
	}

	async #post(hash: string, action: ChannelAction, body: object): Promise<Json> {
		const { user } = this.#tickets;
		const ticket = await this.#tickets.get(false);
		// It was asked for by the user who was there before.
		if (user !== undefined && user !== this.#tickets.user) throw new ParlourError("user_changed");
		const { ok, text } = await this.#send(`${this.#url}${channelPath(hash, action)}`, ticket, JSON.stringify(body));
		const answer = readJson(text);
		if (ok) return answer;
		const { fault } = read({ fault: json } as const, answer);
		// Over HTTP a fault is its frame without the type.
		for (const frame of framesOf({ ...(fault as object), type: "fault" }))
			if (frame.type === "fault") throw new ParlourError(frame.code, frame.message, frame);
		throw new ParlourError("disconnected");
	}

	async #send(url: string, ticket: string | undefined, body: string): Promise<{ ok: boolean; text: string }> {
		try {
			const headers: Record<string, string> = ticket === undefined ? {} : { authorization: `Bearer ${ticket}` };
			const response = await this.#fetch(url, { method: "POST", headers, body });
			return { ok: response.ok, text: await response.text() };
		} catch {
			throw new ParlourError("disconnected");
		}
	}
}
