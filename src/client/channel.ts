import { CLOSE_CODES, isFaultCode, remedyOf } from "../protocol/close-codes.ts";
import type { Json } from "../protocol/json.ts";
import {
	MESSAGE_BYTES_CEILING,
	MESSAGE_ID_BYTES,
	NAME_BYTES,
	PROPERTY_BYTES,
	STATE_BYTES,
} from "../protocol/limits.ts";
import type { ChannelAction } from "../protocol/paths.ts";
import { framesOf, presence } from "../protocol/server-frames.ts";
import type { EventFrame, Presence, SignalFrame, WelcomeFrame } from "../protocol/server-frames.ts";
import { bool, type Kind, read, type Shape } from "../protocol/shape.ts";
import { Connection } from "./core/connection.ts";
import type { Settings } from "./core/settings.ts";
import { ParlourError } from "./core/errors.ts";
import { requestLater } from "./core/lazy.ts";
import type { Receipt } from "./core/outbox.ts";
import { expectedHead, type JsonInput, type Outgoing, outgoing, outgoingText } from "./core/outgoing.ts";
import type { Gap } from "./core/reader.ts";
import { nameOf, type StateCode, type StateName, type Via } from "./core/state.ts";
import type { PresenceChange, StateChange } from "./core/topics.ts";

const historyBody = { events: framesOf, more: bool } as const;

/**
 * One subscription: its connection, its place in the log, its handlers. Two subscriptions to the same hash are two
 * connections, so that closing one, or a slow handler in it, is nothing to the other.
 */
export class Channel {
	readonly hash: string;
	readonly #settings: Settings;
	readonly #connection: Connection;

	/** @internal Channels come from `Parlour.subscribe`. */
	constructor(settings: Settings, hash: string, since: string | undefined) {
		this.hash = hash;
		this.#settings = settings;
		this.#connection = new Connection(settings, hash, since);
		this.#connection.dispatch({ on: "start" });
	}

	get state(): StateName {
		return nameOf(this.#connection.state);
	}

	/** What keeps it from being live, where that does not pass by itself; see {@link onTrouble}. */
	get trouble(): ParlourError | undefined {
		return this.#connection.trouble;
	}

	/** Why it is in this state. */
	get code(): StateCode {
		return this.#connection.state.code;
	}

	/** Where this reader stands; `subscribe(hash, { since: cursor })` goes on from there. `undefined` before the first welcome. */
	get cursor(): string | undefined {
		return this.#connection.reader.cursor;
	}

	/** How it is connected, or is trying to be. */
	get transport(): Via {
		return this.#connection.state.via;
	}

	/** Who the ticket says that this reader is; `undefined` for guests and before the first welcome. */
	get you(): WelcomeFrame["you"] {
		return this.#connection.welcome?.you;
	}

	/** What the area's rules let this reader do; `undefined` before the first welcome. */
	get may(): WelcomeFrame["may"] | undefined {
		return this.#connection.welcome?.may;
	}

	/**
	 * Calls `handler` for each event of this name, or with `"*"` for every event; in the order of the log, once each.
	 *
	 * @returns the undo
	 */
	on(name: string, handler: (event: EventFrame) => void): () => void {
		return this.#connection.on("event", handler, name);
	}

	/** Calls `handler` for each signal of this name, or with `"*"` for every signal. Answers the undo. */
	onSignal(name: string, handler: (signal: SignalFrame) => void): () => void {
		return this.#connection.on("signal", handler, name);
	}

	/** Calls `handler` for each change of state. Answers the undo. */
	onState(handler: (change: StateChange) => void): () => void {
		return this.#connection.on("state", handler);
	}

	/**
	 * Calls `handler` when the channel cannot be live for a reason that does not pass by itself, such as a refused ticket,
	 * and with `undefined` once it has passed. Answers the undo.
	 */
	onTrouble(handler: (trouble: ParlourError | undefined) => void): () => void {
		return this.#connection.on("trouble", handler);
	}

	/** Calls `handler` where events were lost to this reader: load the page's state anew. Answers the undo. */
	onGap(handler: (gap: Gap) => void): () => void {
		return this.#connection.on("gap", handler);
	}

	/**
	 * Calls `handler` where signals may have been lost while the channel polled: ask for what they would have told.
	 * Signals of a time in which the channel was not live are lost without this. Answers the undo.
	 */
	onSignalsLost(handler: () => void): () => void {
		return this.#connection.on("signalsLost", handler);
	}

	/** Calls `handler` when members come and go. Answers the undo. */
	onPresence(handler: (change: PresenceChange) => void): () => void {
		return this.#connection.on("presence", handler);
	}

	/** Who is there, as it was told last; `undefined` where the area tells nobody, and before the first welcome. */
	get present(): Presence | undefined {
		return this.#connection.attendance;
	}

	/**
	 * Puts an event into the log, as the data is at this moment. While the connection is away it waits; where it drops before
	 * the answer it goes out again under the same `id`, which the log stores once. The publishes of a channel are stored in
	 * the order in which they were made.
	 *
	 * @throws ParlourError such as `forbidden`, `conflict`, `too_large`, `bad_frame` (for what JSON cannot carry),
	 * `rate_limited`, `closed`, `queue_full`, `timeout`; its `outcome` says whether the event may be stored
	 */
	async publish(name: string, data: JsonInput, options: PublishOptions = {}): Promise<Receipt> {
		const { id = this.#settings.environment.id(), queue = true } = options;
		const given = this.#outgoing(data);
		const message = {
			type: "publish",
			name: outgoingText("The name", name, NAME_BYTES),
			data: given.data,
			id: outgoingText("The id", id, MESSAGE_ID_BYTES),
			// A condition that is given and cannot be kept must not be dropped.
			...("expectHead" in options && { expectHead: expectedHead(options.expectHead) }),
		} as const;
		return this.#connection.request(message, { bytes: given.bytes, mayWait: queue });
	}

	/**
	 * Sends what is neither stored nor repeated, such as typing. Answers whether the channel was live to send it.
	 *
	 * @throws ParlourError `bad_frame` for what JSON cannot carry, `too_large`
	 */
	signal(name: string, data: JsonInput): boolean {
		const message = { name: outgoingText("The name", name, NAME_BYTES), data: this.#outgoing(data).data };
		return this.#connection.send({ type: "signal", ...message });
	}

	/**
	 * Asks the origin, through the room. A call is not repeated where the connection drops: it may have been done.
	 *
	 * @throws ParlourError such as `origin_timeout`, `origin_failed`, `disconnected`, `bad_frame` (for what JSON cannot
	 * carry), `closed`, `queue_full`, `timeout`; its `outcome` says whether the origin may have done it
	 */
	async call(data: JsonInput, { component, queue = true }: CallOptions = {}): Promise<Json> {
		const given = this.#outgoing(data);
		const message = {
			type: "call",
			data: given.data,
			component: component && outgoingText("The component", component, PROPERTY_BYTES),
		} as const;
		return (await this.#connection.request(message, { bytes: given.bytes, mayWait: queue })).data;
	}

	/**
	 * Reads the log, newest last: the newest events, those before `before`, or those after `after` (cursors or numbers).
	 *
	 * @throws ParlourError
	 */
	async history(page: HistoryPage = {}): Promise<{ readonly events: EventFrame[]; readonly more: boolean }> {
		const { events, more } = await this.#get("history", historyBody, page);
		return { events: events.filter((frame) => frame.type === "event"), more };
	}

	/**
	 * Asks who is there.
	 *
	 * @throws ParlourError
	 */
	presence(): Promise<Presence> {
		return this.#get("presence", presence);
	}

	/**
	 * Sets this reader's own presence data, which others see as the member's `state`. Over sockets only.
	 *
	 * @throws ParlourError `bad_frame` for what JSON cannot carry, `too_large`
	 */
	setPresence(data: JsonInput): void {
		const state = outgoing(data);
		if (state.bytes > STATE_BYTES) throw new ParlourError("too_large");
		this.#connection.presence = state.data;
		this.#connection.send({ type: "state", data: state.data });
	}

	/** @internal The page has another user now: the channel ends, and what waits fails with it. */
	userChanged(): void {
		this.#connection.dispatch({ on: "user_changed" });
	}

	/** Ends the subscription. What has no answer yet is rejected with `closed`. */
	close(): void {
		this.#connection.dispatch({ on: "close" });
	}

	/**
	 * @internal Returns the ticket for a request beside the connection.
	 *
	 * @throws ParlourError `user_changed` where it would be another user's, `ticket_failed`
	 */
	async ticket(fresh = false): Promise<string | undefined> {
		this.#assertSameUser();
		const ticket = await this.#settings.tickets.get(fresh);
		// Who that is has been told to the connection before this came back.
		this.#assertSameUser();
		return ticket;
	}

	#assertSameUser(): void {
		if (this.#connection.endCode === "user_changed") throw new ParlourError("user_changed");
	}

	/** Before the first welcome the area's limit is not known, and is held when the message goes out. */
	#outgoing(data: unknown): Outgoing {
		const given = outgoing(data);
		if (given.bytes > (this.#connection.welcome?.limits.messageBytes ?? MESSAGE_BYTES_CEILING))
			throw new ParlourError("too_large");
		return given;
	}

	/** Reading does nothing: whatever fails, nothing has been done. */
	async #get<const K extends Kind>(action: ChannelAction, kind: K, query?: object): Promise<Shape<K>> {
		const answer = await this.#request(action, query).catch((thrown: ParlourError) => {
			const { code, message, retryAfter, newer } = thrown;
			throw new ParlourError(code, message, { retryAfter, newer, cause: thrown.cause, outcome: "not_done" });
		});
		this.#assertSameUser();
		try {
			return read(kind, answer);
		} catch {
			throw new ParlourError("bad_frame", "The answer is not one of a room.");
		}
	}

	/** A ticket that is refused is asked for anew, once. */
	async #request(action: ChannelAction, query: object | undefined): Promise<Json> {
		const { environment, url, timeout } = this.#settings;
		const ask = (ticket: string | undefined): Promise<Json> =>
			requestLater(environment, { url, hash: this.hash, ticket }, { action, query, timeout });
		const ticket = await this.ticket();
		try {
			return await ask(ticket);
		} catch (thrown) {
			if (!(thrown instanceof ParlourError) || !isFaultCode(thrown.code)) throw thrown;
			if (remedyOf(CLOSE_CODES[thrown.code]) !== "reauth") throw thrown;
			const fresh = await this.ticket(true);
			if (fresh === undefined || fresh === ticket) throw thrown;
			return ask(fresh);
		}
	}
}

export interface PublishOptions {
	/** What the log knows the message by; random if it is not given. */
	readonly id?: string;
	/** The cursor or number at which the log must stand. Given as `undefined`, the publish is refused with `bad_cursor`. */
	readonly expectHead?: string | number;
	/**
	 * With `false` it fails at once where the channel is not live (`not_live`), and where the connection drops before the
	 * answer (`disconnected`).
	 */
	readonly queue?: boolean;
}

export interface CallOptions {
	/** Which part of the page asks, for the origin to tell calls apart. */
	readonly component?: string;
	/** With `false` it fails at once, with `not_live`, where the channel is not live. */
	readonly queue?: boolean;
}

export interface HistoryPage {
	readonly before?: string | number;
	readonly after?: string | number;
	readonly limit?: number;
}
