import type { Json } from "../protocol/json.ts";
import type { ChannelAction } from "../protocol/paths.ts";
import { framesOf, presence } from "../protocol/server-frames.ts";
import type { EventFrame, Presence, SignalFrame, WelcomeFrame } from "../protocol/server-frames.ts";
import { bool, type Kind, read, type Shape } from "../protocol/shape.ts";
import { Connection, type Settings } from "./core/connection.ts";
import { ParlourError } from "./core/errors.ts";
import { requestLater } from "./core/lazy.ts";
import type { Receipt } from "./core/outbox.ts";
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

	/**
	 * Puts an event into the log. While the connection is away it waits; where it drops before the answer it goes out again
	 * under the same `id`, which the log stores once.
	 *
	 * @param options `id`: what the log knows the message by, random if not given; `expectHead`: the cursor or number at
	 * which the log must stand
	 * @throws ParlourError such as `forbidden`, `conflict`, `too_large`, `rate_limited`, `closed`, `queue_full`, `timeout`
	 */
	async publish(name: string, data: Json, options: PublishOptions = {}): Promise<Receipt> {
		const { id = this.#settings.environment.id(), expectHead } = options;
		this.#measure(data);
		return this.#connection.request({ type: "publish", name, data, id, expectHead });
	}

	/** Sends what is neither stored nor repeated, such as typing. Answers whether the channel was live to send it. */
	signal(name: string, data: Json): boolean {
		return this.#connection.send({ type: "signal", name, data });
	}

	/**
	 * Asks the origin, through the room. A call is not repeated where the connection drops: it may have been done.
	 *
	 * @throws ParlourError such as `origin_timeout`, `origin_failed`, `disconnected`, `closed`, `queue_full`, `timeout`
	 */
	async call(data: Json, { component }: { readonly component?: string } = {}): Promise<Json> {
		this.#measure(data);
		return (await this.#connection.request({ type: "call", data, component })).data;
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

	/** Sets this reader's own presence data, which others see as the member's `state`. Over sockets only. */
	setPresence(data: Json): void {
		this.#connection.presence = data;
		this.#connection.send({ type: "state", data });
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
	 * @throws ParlourError `user_changed` where it would be another user's; what the ticket function throws
	 */
	async ticket(): Promise<string | undefined> {
		this.#assertSameUser();
		const ticket = await this.#settings.tickets.get(false);
		// Who that is has been told to the connection before this came back.
		this.#assertSameUser();
		return ticket;
	}

	#assertSameUser(): void {
		if (this.#connection.endCode === "user_changed") throw new ParlourError("user_changed");
	}

	/** A frame far over the limit is refused by the room before it is parsed: nothing would say which one it was. */
	#measure(data: Json): void {
		const most = this.#connection.welcome?.limits.messageBytes;
		if (most !== undefined && new Blob([JSON.stringify(data)]).size > most) throw new ParlourError("too_large");
	}

	async #get<const K extends Kind>(action: ChannelAction, kind: K, query?: object): Promise<Shape<K>> {
		const { environment, url, timeout } = this.#settings;
		const address = { url, hash: this.hash, ticket: await this.ticket() };
		const answer = await requestLater(environment, address, { action, query, timeout });
		this.#assertSameUser();
		return read(kind, answer);
	}
}

export interface PublishOptions {
	readonly id?: string;
	readonly expectHead?: string | number;
}

export interface HistoryPage {
	readonly before?: string | number;
	readonly after?: string | number;
	readonly limit?: number;
}
