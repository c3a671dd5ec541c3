import { CLOSE_CODES, isFaultCode } from "../../protocol/close-codes.ts";
import { anyText, json, maybe, object, whole } from "../../protocol/decode.ts";
import { HEARTBEAT_TIMEOUT_MS, POLL_WAIT_SECONDS } from "../../protocol/limits.ts";
import { framesOf, type ServerFrame } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import { request } from "./http.ts";
import type { CallMessage, ClientMessage, PublishMessage, SignalMessage } from "./messages.ts";
import { type Address, CLOSE_LOST, type Link, type LinkListener, type Transport } from "./transport.ts";

/** An answer without frames should have taken its time; where one comes at once (a proxy), it is not asked for faster. */
export const POLL_PAUSE_MS = 1_000;
/** How long a POST may take, in milliseconds: a call waits for the origin. */
export const POST_TIMEOUT_MS = 20_000;

const pollBody = object({ cursor: anyText, frames: json, presence: maybe(whole()) });

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
	#address: Address;
	/** The version of the presence that has been told, so that changes between two polls are not lost. */
	#presence: number | undefined;
	#isOver = false;

	constructor(environment: Environment, address: Address, listener: LinkListener) {
		this.#environment = environment;
		this.#address = address;
		this.#listener = listener;
	}

	async run(): Promise<void> {
		let isFirst = true;
		while (!this.#isOver) {
			const controller = this.#polls;
			try {
				await this.#turn(controller, isFirst);
				isFirst = false;
			} catch (error) {
				if (controller === this.#polls) this.#fail(error);
			}
		}
	}

	async #turn(controller: AbortController, isFirst: boolean): Promise<void> {
		const began = this.#environment.now();
		const { since } = this.#address;
		const query = { since, wait: POLL_WAIT_SECONDS, hello: isFirst ? 1 : undefined, presence: this.#presence };
		const timeout = HEARTBEAT_TIMEOUT_MS + (isFirst ? 0 : POLL_WAIT_SECONDS * 1_000);
		const wanted = { ...this.#address, action: "poll", query, timeout, controller } as const;
		const { cursor, frames: body, presence } = await request(this.#environment, wanted, pollBody);
		const frames = framesOf(body);
		if (this.#isOver || controller !== this.#polls) return;
		this.#address = { ...this.#address, since: cursor };
		this.#presence = presence;
		this.#listener.frames(frames);
		const least = frames.length > 0 ? 0 : began + POLL_PAUSE_MS - this.#environment.now();
		if (least > 0) await new Promise<void>((resolve) => void this.#environment.setTimeout(resolve, least));
	}

	send(message: ClientMessage): void {
		switch (message.type) {
			case "renew":
				this.#address = { ...this.#address, ticket: message.ticket };
				return;
			case "replay":
				this.#address = { ...this.#address, since: message.after };
				this.#polls.abort();
				this.#polls = new AbortController();
				return;
			case "state":
			case "receipt":
				// Of those the room hears over sockets only.
				return;
			case "publish":
			case "call":
			case "signal":
				void this.#post(message);
		}
	}

	async #post(message: PublishMessage | CallMessage | SignalMessage): Promise<void> {
		const { type, ref, ...body } = { ref: undefined, ...message };
		const wanted = { ...this.#address, action: type, body, timeout: POST_TIMEOUT_MS, controller: this.#posts };
		try {
			const answer = await request(this.#environment, wanted, json);
			if (type === "signal") return;
			this.#tell(framesOf(Object.assign({}, answer, { type: type === "call" ? "reply" : "ack", ref })));
		} catch (error) {
			const fault = faultFrame(error, ref);
			if (fault !== undefined) this.#tell([fault]);
			// Whether it has arrived is unknown: the link has failed, and what follows of it is the same as on a socket.
			else if (type !== "signal") this.#fail(error);
		}
	}

	#tell(frames: readonly ServerFrame[]): void {
		if (!this.#isOver) this.#listener.frames(frames);
	}

	/** Ends as a socket does: with a fault and its close code where the room said one. */
	#fail(error: unknown): void {
		if (this.#isOver) return;
		const fault = faultFrame(error);
		if (fault !== undefined) this.#tell([fault]);
		this.close();
		this.#listener.closed(fault === undefined ? CLOSE_LOST : CLOSE_CODES[fault.code], "");
	}

	/** Polls have their own time limit: that they go on is the sign of life. */
	ping(): void {
		const { since } = this.#address;
		if (since !== undefined) this.#listener.pong(since);
	}

	close(): void {
		this.#isOver = true;
		this.#polls.abort();
		this.#posts.abort();
	}
}

function faultFrame(error: unknown, ref?: string) {
	if (!(error instanceof ParlourError) || !isFaultCode(error.code)) return undefined;
	const { code, message, retryAfter, newer } = error;
	return { type: "fault", ref, code, message, retryAfter, newer } as const;
}
