import { hmacSha256 } from "../crypto/hmac.ts";
import { type ChannelInput, channelOf } from "../protocol/channel.ts";
import { formatHash, hashInput } from "../protocol/hash.ts";
import {
	channelCalls,
	type ChannelCalls,
	type History,
	type HistoryPage,
	type Measure,
	type Moderated,
	type Presence,
	type Redaction,
} from "./channel-calls.ts";
import { type ChatCalls, chatCalls } from "./chat-calls.ts";
import { asOriginError } from "./errors.ts";
import { checkChannel, type NotifyMessage, type NotifyResult } from "./message.ts";
import { notifyAll } from "./notify.ts";
import { checkedOptions, type OriginOptions } from "./options.ts";
import { type Send, sender } from "./request.ts";
import { type Ports, REAL_PORTS, Retrier } from "./retry.ts";
import { signTicket, type TicketOptions } from "./ticket.ts";

/**
 * The side of a site that holds a key: it signs channel hashes and tickets, offline, and pushes messages.
 *
 * @example
 * const origin = new Origin({ url: "https://parlour.example.org", key: "site", secret: process.env.PARLOUR_SECRET });
 * const channel = { context: "course:15", component: "chat", area: "room", item: 7 };
 * page.hash = await origin.channelHash(channel);
 * page.ticket = await origin.ticket({ user: 42, name: "Ada" });
 * await origin.notify({ channel, name: "message", data: { text: "The quiz begins." } });
 */
export class Origin {
	// Private to the language as well: an origin that somebody logs must not show its secret.
	readonly #key: { readonly id: string; readonly secret: string };
	readonly #send: Send;
	readonly #ports: Ports;
	readonly #retrier: Retrier;
	readonly #calls: ChannelCalls;
	readonly #chat: ChatCalls;

	/**
	 * @param ports the clock, the waits and the chance that retrying uses; tests give their own
	 * @throws OriginError `bad_request` for an address that is no HTTP address, a malformed key id, a secret that is missing
	 * or empty, or an option that there is not
	 */
	constructor(options: OriginOptions, ports: Ports = REAL_PORTS) {
		const { url, key, secret, fetch, times } = checkedOptions(options);
		this.#key = { id: key, secret };
		// Called without `this`: Workers and browsers refuse a fetch that is called as somebody's method.
		this.#send = sender(url, `${key}:${secret}`, (target, init) => fetch(target, init), ports);
		this.#ports = ports;
		this.#retrier = new Retrier(ports, times);
		this.#calls = channelCalls(this.#send, this.#retrier);
		this.#chat = chatCalls(this.#send, this.#retrier);
	}

	/** Conversations: introducing users, opening, posting, reading, closing. */
	get chat(): ChatCalls {
		return this.#chat;
	}

	/**
	 * Signs a channel. The same channel always gives the same hash, so it may be stored or cached.
	 *
	 * @throws OriginError `bad_request` for a property that there is not, that is neither text nor a whole number, or too long
	 */
	async channelHash(channel: ChannelInput): Promise<string> {
		return asOriginError(async () => {
			checkChannel(channel);
			const whole = channelOf(channel);
			return formatHash(this.#key.id, whole, await hmacSha256(this.#key.secret, hashInput(whole)));
		});
	}

	/**
	 * Signs a ticket: who the visitor is, for at most 24 hours.
	 *
	 * A ticket with the role `moderator` and without `channels` moderates every channel whose hash the bearer has. Name
	 * the channels that a moderator is to moderate.
	 *
	 * @throws OriginError `bad_ticket` for what the deployment would refuse, `bad_request` for a malformed channel
	 */
	async ticket(options: TicketOptions): Promise<string> {
		return asOriginError(() => signTicket(this.#key, options, this.#ports.now()));
	}

	/**
	 * Pushes a message, or several to any channels of the app. The results come in the order of the messages; one that
	 * was refused has a `fault` and does not keep the others from being stored. Failures that pass are retried as often as
	 * fits into `timeoutMs`, for each hundred messages, and no message is stored twice by that.
	 *
	 * @throws OriginError where a request failed as a whole; its `results` are those of the messages before. `bad_request`
	 * for a field that there is not, before anything is sent
	 */
	notify(message: NotifyMessage): Promise<NotifyResult>;
	notify(messages: readonly NotifyMessage[]): Promise<NotifyResult[]>;
	async notify(messages: NotifyMessage | readonly NotifyMessage[]): Promise<NotifyResult | NotifyResult[]> {
		const many = isList(messages);
		const results = await notifyAll(this.#send, this.#retrier, many ? messages : [messages]);
		return many ? results : (results[0] as NotifyResult);
	}

	/**
	 * Ends a user's connections to a channel; with `ban` or `mute`, keeps them out or silent instead.
	 *
	 * @returns after a ban with `guests`: whether the user can read on as a guest
	 * @throws OriginError
	 */
	async kick(hash: string, user: string | number, measure: Measure = {}): Promise<Moderated> {
		return this.#calls.kick(hash, user, measure);
	}

	/**
	 * Takes the text of messages out of a channel's log, everywhere. Answers their numbers.
	 *
	 * @param what the messages by their numbers, or all of a user's
	 * @throws OriginError
	 */
	async redact(hash: string, what: Redaction): Promise<number[]> {
		return this.#calls.redact(hash, what);
	}

	/**
	 * Erases all that a channel stores; its log begins anew. Not retried: a second one would erase what came in between.
	 *
	 * @throws OriginError
	 */
	async erase(hash: string): Promise<void> {
		await this.#calls.erase(hash);
	}

	/**
	 * Who is in a channel: an origin is told every member.
	 *
	 * @throws OriginError
	 */
	async presence(hash: string): Promise<Presence> {
		return this.#calls.presence(hash);
	}

	/**
	 * Reads a channel's log, newest last: the newest events, those before `before`, or those after `after`.
	 *
	 * @throws OriginError
	 */
	async history(hash: string, page: HistoryPage = {}): Promise<History> {
		return this.#calls.history(hash, page);
	}
}

// Array.isArray does not narrow a readonly array.
function isList(messages: NotifyMessage | readonly NotifyMessage[]): messages is readonly NotifyMessage[] {
	return Array.isArray(messages);
}
