import type { Json } from "../../protocol/json.ts";
import { HEARTBEAT_TIMEOUT_MS, POLL_WAIT_SECONDS } from "../../protocol/limits.ts";
import type { ServerFrame } from "../../protocol/server-frames.ts";
import { type Core, Failure, type HttpRequest, request } from "./http.ts";
import type { CallMessage, ClientMessage, PublishMessage, SignalMessage } from "./messages.ts";
import type { Address, Link, LinkListener } from "./transport.ts";
import { CALL_LEAD_MS, CLOSE_LOST, POLL_PAUSE_MS, POST_TIMEOUT_MS } from "./timing.ts";

/** What a poll is answered with. */
interface PollBody {
	readonly cursor: string;
	readonly frames: Json;
	readonly presence: number | undefined;
	/** Where the reader stands among the signals; a room that is older keeps none between two polls. */
	readonly signals: number | undefined;
	/** Whether signals were lost between this poll and the one before. */
	readonly signalsLost: boolean;
}

type Post = PublishMessage | CallMessage | SignalMessage;

/** Long polling: the frames of a socket, for those whose network lets no socket through. */
export function openPoll(core: Core, address: Address, listener: LinkListener): Link {
	const poll = new Poll(core, address, listener);
	void poll.run();
	return poll;
}

class Poll implements Link {
	readonly #core: Core;
	readonly #listener: LinkListener;
	readonly #posts = new AbortController();
	/** Exchanged where an answer that is under way is not wanted any more. */
	#polls = new AbortController();
	readonly #address: { -readonly [K in keyof Address]: Address[K] };
	#isOver = false;
	/** Names this page to the room, so that a poll of it takes the place of the one before. */
	readonly #session: string;
	/** Where this page stands among the signals, so that those between two polls are not lost. */
	#signals: number | undefined;
	/** Ends when the next message may go out. */
	#turn: Promise<void> = Promise.resolve();

	constructor(core: Core, address: Address, listener: LinkListener) {
		this.#core = core;
		this.#session = core.environment.id();
		this.#address = { ...address };
		this.#listener = listener;
	}

	async run(): Promise<void> {
		const { environment, framesOf } = this.#core;
		/** In the first request alone, which is to be answered with a welcome. */
		let hello: 1 | undefined = 1;
		/** The version of the presence that has been told, so that changes between two polls are not lost. */
		let presence: number | undefined;
		while (!this.#isOver) {
			const controller = this.#polls;
			const began = environment.monotonic();
			const query = { since: this.#address.since, wait: POLL_WAIT_SECONDS, hello, presence, ...this.#place };
			const timeout = HEARTBEAT_TIMEOUT_MS + (hello ? 0 : POLL_WAIT_SECONDS * 1_000);
			try {
				const answer = bodyOf(await this.#request({ action: "poll", query, timeout, controller }));
				const frames = framesOf(answer.frames);
				if (controller.signal.aborted) continue;
				hello = undefined;
				presence = answer.presence;
				this.#address.since = answer.cursor;
				this.#signals = answer.signals;
				this.#listener.frames(frames);
				if (answer.signalsLost) this.#listener.signalsLost?.();
				const least = frames.length ? 0 : began + POLL_PAUSE_MS - environment.monotonic();
				if (least > 0) await this.#pause(least);
			} catch (error) {
				if (controller === this.#polls) this.#end(this.#fault(error));
			}
		}
	}

	send(message: ClientMessage): void {
		switch (message.type) {
			case "renew":
				this.#address.ticket = message.ticket;
				return;
			case "replay":
				this.#address.since = message.after;
				this.#polls.abort();
				this.#polls = new AbortController();
				return;
			case "publish":
			case "call":
			case "signal":
				this.#turn = this.#postAfter(this.#turn, message);
				return;
			case "state":
			case "receipt":
			// Of those the room hears over sockets only.
		}
	}

	/**
	 * Posts a message once the one before it was answered: requests that are under way together overtake each other. What
	 * follows a call waits for the answer only for as long as the request may take to arrive.
	 */
	async #postAfter(before: Promise<void>, message: Post): Promise<void> {
		await before;
		if (this.#isOver) return;
		const posted = this.#post(message);
		await (message.type === "call" ? Promise.race([posted, this.#pause(CALL_LEAD_MS)]) : posted);
	}

	#pause(ms: number): Promise<void> {
		return new Promise((resolve) => void this.#core.environment.setTimeout(resolve, ms));
	}

	async #post(message: Post): Promise<void> {
		const { type, ref, ...body } = { ref: undefined, ...message };
		try {
			const wanted = { action: type, body, timeout: POST_TIMEOUT_MS, controller: this.#posts };
			const answer = await this.#request(wanted);
			const frame = { ...(answer as object), type: type === "call" ? "reply" : "ack", ref: ref ?? null };
			if (type !== "signal") this.#tell(frame);
		} catch (error) {
			const close = this.#fault(error, ref);
			// Whether it has arrived is unknown: the link has failed, and what follows of it is the same as on a socket.
			if (close === CLOSE_LOST && type !== "signal") this.#end(close);
		}
	}

	#request(wanted: HttpRequest): Promise<Json> {
		return request(this.#core, this.#address, wanted);
	}

	#tell(frame: Json): void {
		if (!this.#isOver) this.#listener.frames(this.#core.framesOf(frame));
	}

	/** Tells the fault of the room that an error may stand for; answers the close code that goes with it. */
	#fault(error: unknown, ref?: string): number {
		if (!(error instanceof Failure) || error.close === CLOSE_LOST) return CLOSE_LOST;
		this.#tell({ ...error.fault, ...(ref && { ref }) });
		return error.close;
	}

	/** Ends as a socket does. */
	#end(close: number): void {
		if (this.#isOver) return;
		this.#stop();
		this.#listener.closed(close, "");
	}

	get #place() {
		return { session: this.#session, signals: this.#signals };
	}

	/** Polls have their own time limit: that they go on is the sign of life. */
	ping(): void {
		this.#listener.pong(this.#address.since ?? "");
	}

	close(): void {
		this.handOver(() => undefined);
	}

	handOver(take: (frames: readonly ServerFrame[], isLost: boolean) => void): void {
		if (this.#isOver) return;
		this.#stop();
		// Without a position there is nothing to hand over, and perhaps a room that does not know what is meant.
		if (this.#signals !== undefined) void this.#bye(take);
	}

	/** Tells the room that this page polls no more, and gets the signals that it missed: a poll may have been under way. */
	async #bye(take: (frames: readonly ServerFrame[], isLost: boolean) => void): Promise<void> {
		const query = { since: this.#address.since, bye: 1, ...this.#place };
		try {
			const wanted = { action: "poll", query, timeout: HEARTBEAT_TIMEOUT_MS, keepalive: true } as const;
			const { frames, signalsLost } = bodyOf(await this.#request(wanted));
			take(this.#core.framesOf(frames), signalsLost);
		} catch {
			take([], true);
		}
	}

	#stop(): void {
		this.#isOver = true;
		this.#polls.abort();
		this.#posts.abort();
	}
}

/** @throws Error for what is not a room's answer, such as that of a network that asks to sign in */
function bodyOf(answer: Json): PollBody {
	const { cursor, frames, presence, signals, signalsLost } = (answer ?? {}) as {
		readonly [name: string]: Json | undefined;
	};
	if (typeof cursor !== "string" || !Array.isArray(frames)) throw new Error("This is not a room's answer.");
	return {
		cursor,
		frames,
		presence: numberIn(presence),
		signals: numberIn(signals),
		signalsLost: signalsLost === true,
	};
}

function numberIn(value: Json | undefined): number | undefined {
	return typeof value === "number" ? value : undefined;
}
