import { CLOSE_CODES, isFaultCode } from "../../protocol/close-codes.ts";
import { HEARTBEAT_TIMEOUT_MS, POLL_WAIT_SECONDS } from "../../protocol/limits.ts";
import { framesOf, type ServerFrame } from "../../protocol/server-frames.ts";
import { json, type Kind, type Shape, text, whole } from "../../protocol/shape.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import { type HttpRequest, request } from "./http.ts";
import type { CallMessage, ClientMessage, PublishMessage, SignalMessage } from "./messages.ts";
import { type Address, CLOSE_LOST, type Link, type LinkListener, type Transport } from "./transport.ts";
import { POLL_PAUSE_MS, POST_TIMEOUT_MS } from "./timing.ts";

const pollBody = { cursor: text, frames: framesOf, "presence?": whole } as const;

/** Long polling: the frames of a socket, for those whose network lets no socket through. */
export function pollTransport(environment: Environment): Transport {
	return (address, listener) => {
		const poll = new Poll(environment, address, listener);
		void poll.run();
		return poll;
	};
}

class Poll implements Link {
	readonly #environment: Environment;
	readonly #listener: LinkListener;
	readonly #posts = new AbortController();
	/** Exchanged where an answer that is under way is not wanted any more. */
	#polls = new AbortController();
	readonly #address: { -readonly [K in keyof Address]: Address[K] };
	#isOver = false;

	constructor(environment: Environment, address: Address, listener: LinkListener) {
		this.#environment = environment;
		this.#address = { ...address };
		this.#listener = listener;
	}

	async run(): Promise<void> {
		/** In the first request alone, which is to be answered with a welcome. */
		let hello: 1 | undefined = 1;
		/** The version of the presence that has been told, so that changes between two polls are not lost. */
		let presence: number | undefined;
		while (!this.#isOver) {
			const controller = this.#polls;
			const began = this.#environment.now();
			const query = { since: this.#address.since, wait: POLL_WAIT_SECONDS, hello, presence };
			const timeout = HEARTBEAT_TIMEOUT_MS + (hello ? 0 : POLL_WAIT_SECONDS * 1_000);
			try {
				const answer = await this.#request({ action: "poll", query, timeout, controller }, pollBody);
				if (controller.signal.aborted) continue;
				hello = undefined;
				presence = answer.presence;
				this.#address.since = answer.cursor;
				this.#listener.frames(answer.frames);
				const least = answer.frames.length ? 0 : began + POLL_PAUSE_MS - this.#environment.now();
				if (least > 0) await new Promise<void>((resolve) => void this.#environment.setTimeout(resolve, least));
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
				void this.#post(message);
				return;
			case "state":
			case "receipt":
			// Of those the room hears over sockets only.
		}
	}

	async #post(message: PublishMessage | CallMessage | SignalMessage): Promise<void> {
		const { type, ref, ...body } = { ref: undefined, ...message };
		try {
			const wanted = { action: type, body, timeout: POST_TIMEOUT_MS, controller: this.#posts };
			const answer = await this.#request(wanted, json);
			const frame = { ...(answer as object), type: type === "call" ? "reply" : "ack", ref: ref ?? null };
			if (type !== "signal") this.#tell(framesOf(frame));
		} catch (error) {
			const close = this.#fault(error, ref);
			// Whether it has arrived is unknown: the link has failed, and what follows of it is the same as on a socket.
			if (close === CLOSE_LOST && type !== "signal") this.#end(close);
		}
	}

	#request<const K extends Kind>(wanted: HttpRequest, kind: K): Promise<Shape<K>> {
		return request(this.#environment, this.#address, wanted, kind);
	}

	#tell(frames: readonly ServerFrame[]): void {
		if (!this.#isOver) this.#listener.frames(frames);
	}

	/** Tells the fault of the room that an error may stand for; answers the close code that goes with it. */
	#fault(error: unknown, ref?: string): number {
		if (!(error instanceof ParlourError && isFaultCode(error.code))) return CLOSE_LOST;
		const { code, message, retryAfter, newer } = error;
		this.#tell([{ type: "fault", ref, code, message, retryAfter, newer }]);
		return CLOSE_CODES[code];
	}

	/** Ends as a socket does. */
	#end(close: number): void {
		if (this.#isOver) return;
		this.close();
		this.#listener.closed(close, "");
	}

	/** Polls have their own time limit: that they go on is the sign of life. */
	ping(): void {
		this.#listener.pong(this.#address.since ?? "");
	}

	close(): void {
		this.#isOver = true;
		this.#polls.abort();
		this.#posts.abort();
	}
}
