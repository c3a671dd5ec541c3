import type { ServerFrames } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import type { CallMessage, PublishMessage } from "./messages.ts";

type Answer = ServerFrames["ack" | "reply"];

/** A message that waits for its answer. */
interface Pending {
	readonly message: PublishMessage | CallMessage;
	readonly timer: unknown;
	isSent: boolean;
	resolve(answer: Answer): void;
	reject(error: ParlourError): void;
}

/** What an outbox keeps to. */
export interface OutboxLimits {
	/** How many messages may wait for an answer. */
	readonly queue: number;
	/** How long each may, in milliseconds. */
	readonly timeout: number;
}

/** Publishes and calls that have no answer yet, in the order in which they were made. */
export class Outbox {
	readonly #pending = new Map<string, Pending>();
	readonly #environment: Environment;
	readonly #limits: OutboxLimits;
	#refs = 0;

	constructor(environment: Environment, limits: OutboxLimits) {
		this.#environment = environment;
		this.#limits = limits;
	}

	/** Whether a call is under way: it would not survive a change of the connection. */
	get isCalling(): boolean {
		return [...this.#pending.values()].some(({ message, isSent }) => isSent && message.type === "call");
	}

	nextRef(): string {
		return String(++this.#refs);
	}

	/**
	 * Takes a message in; {@link flush} sends it.
	 *
	 * @throws ParlourError `queue_full`, `timeout`, or whatever the message is answered with
	 */
	add(message: PublishMessage | CallMessage): Promise<Answer> {
		const { queue, timeout } = this.#limits;
		return new Promise((resolve, reject) => {
			if (this.#pending.size >= queue) return reject(new ParlourError("queue_full"));
			const late = (): void => this.fail(message.ref, new ParlourError("timeout"));
			const timer = this.#environment.setTimeout(late, timeout);
			this.#pending.set(message.ref, { message, timer, isSent: false, resolve, reject });
		});
	}

	/** Sends what is not on its way. */
	flush(send: (message: PublishMessage | CallMessage) => void): void {
		for (const pending of this.#pending.values()) {
			if (pending.isSent) continue;
			pending.isSent = true;
			send(pending.message);
		}
	}

	settle(answer: Answer): void {
		this.#take(answer.ref)?.resolve(answer);
	}

	fail(ref: string, error: ParlourError): void {
		this.#take(ref)?.reject(error);
	}

	/** The connection is gone: publishes go out again under the same id, a call may have been answered and does not. */
	dropped(): void {
		for (const [ref, pending] of this.#pending) {
			if (pending.isSent && pending.message.type === "call") this.fail(ref, new ParlourError("disconnected"));
			pending.isSent = false;
		}
	}

	/** Nothing will be answered any more. */
	end(error: ParlourError): void {
		for (const ref of this.#pending.keys()) this.fail(ref, error);
	}

	#take(ref = ""): Pending | undefined {
		const pending = this.#pending.get(ref);
		this.#environment.clearTimeout(pending?.timer);
		this.#pending.delete(ref);
		return pending;
	}
}

/** What a publish is answered with. */
export interface Receipt {
	readonly seq: number;
	/** Milliseconds since 1970, by the room's clock. */
	readonly at: number;
	/** How many readers it was handed to, the author's own aside. */
	readonly recipients: number;
}
