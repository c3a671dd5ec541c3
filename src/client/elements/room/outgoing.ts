import { isBlank } from "../../../protocol/chat/blank.ts";
import { Errands } from "../../chat/errands.ts";
import { Timer } from "../../chat/timer.ts";
import type { Environment } from "../../core/environment.ts";
import type { StateChange } from "../../core/topics.ts";
import { ParlourError } from "../../index.ts";
import { Keeper } from "../../keep/keeper.ts";
import { Lane, type Waiting } from "../../keep/lane.ts";
import { excessOf } from "../base/length.ts";
import { MESSAGE, TYPING } from "./read.ts";
import type { Room } from "./room.ts";

/** The longest text, in characters, which are Unicode code points. */
export const TEXT_CHARS = 4_000;

const LANE = "channel:";

/** What the user says, and what becomes of it: it waits for the connection, on this page or the next one. */
export class Outgoing {
	readonly #room: Room;
	readonly #keeper: Keeper;
	readonly #lane: Lane<string>;
	readonly #timers: Timer[] = [];
	readonly #listeners: ((change: StateChange) => void)[] = [];
	/** What is shown of it. */
	#shown: readonly string[] = [];

	constructor(room: Room, environment: Environment) {
		this.#room = room;
		// Two hashes of one channel, by two keys, are one room.
		const name = LANE + (room.options.hash.split(".")[1] ?? "");
		this.#keeper = new Keeper(room.options.keep, environment, (lane) => lane === name);
		this.#lane = new Lane<string>({
			name,
			environment,
			keeper: this.#keeper,
			errands: new Errands(this.#hostOf(environment), false),
			isLive: () => room.channel.state === "live",
			read: (body) => (typeof body === "string" ? body : undefined),
			send: (one) => this.#publish(one),
			changed: () => this.#show(),
		});
	}

	/** Sends what the user wrote. Nothing is sent where that is too long, or nothing. */
	send(): void {
		const room = this.#room;
		const text = room.text.trim();
		if (isBlank(text) || excessOf(text, TEXT_CHARS) > 0 || !room.you) return;
		room.sent();
		room.typists.sent();
		this.#lane.add(text);
		room.list.end();
	}

	retry(id: string): void {
		this.#lane.retry(id);
	}

	discard(id: string): void {
		this.#lane.discard(id);
	}

	/** A message of the user is in the room. */
	arrived(id: string): void {
		this.#lane.forget([id]);
		this.#shown = this.#shown.filter((one) => one !== id);
	}

	/** The user has changed the text: the others are told now and then. */
	typed(): void {
		const { channel, typists, text } = this.#room;
		if (!isBlank(text) && channel.may?.signal && channel.state === "live" && typists.isDue(performance.now()))
			channel.signal(TYPING, null);
	}

	/** The connection is in another state. What earlier pages have left is known first. */
	connected(change: StateChange): void {
		const { options, you, url } = this.#room;
		if (change.to === "live" && you && options.keep) this.#keeper.begin(url, you.id);
		for (const run of this.#listeners) run(change);
		if (change.to === "live") this.#lane.wake();
	}

	stop(): void {
		this.#keeper.close();
		for (const timer of this.#timers) timer.clear();
	}

	/** The room's connection, whichever that is: the user may come back after it has ended. */
	#hostOf(environment: Environment) {
		const room = this.#room;
		return {
			environment,
			get isLive() {
				return room.channel.state === "live";
			},
			get endCode() {
				const { state, code } = room.channel;
				if (state !== "lost" && state !== "closed") return undefined;
				return code === "user_changed" ? ("user_changed" as const) : ("closed" as const);
			},
			channel: {
				get state() {
					return room.channel.state;
				},
				onState: (run: (change: StateChange) => void) => {
					this.#listeners.push(run);
					return () => undefined;
				},
			},
			timer: () => {
				const timer = new Timer(environment);
				this.#timers.push(timer);
				return timer;
			},
		};
	}

	#show(): void {
		const { timeline, you } = this.#room;
		const all = this.#lane.all;
		for (const id of this.#shown) if (!this.#lane.find(id)) timeline.discard(id);
		for (const { id, at, body, state, code, isKept } of all) {
			if (you) timeline.draft(id, { text: body, at, from: you });
			timeline.mark(
				id,
				state === "failed" ? { is: "failed", code } : { is: "sending", ...(isKept !== undefined && { isKept }) },
			);
		}
		this.#shown = all.map(({ id }) => id);
		this.#room.update();
	}

	async #publish({ id, body }: Waiting<string>): Promise<void> {
		const room = this.#room;
		try {
			const { recipients } = await room.channel.publish(MESSAGE, { text: body }, { id });
			this.#shown = this.#shown.filter((one) => one !== id);
			room.timeline.mark(id, { is: "sent", recipients });
			room.barred.heard();
		} catch (error) {
			if (error instanceof ParlourError && error.code === "muted") room.barred.muted(error.retryAfter);
			throw error;
		}
	}
}
