import type { ServerFrames } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { ParlourError } from "./errors.ts";
import type { CallMessage, PublishMessage } from "./messages.ts";

type Answer = ServerFrames["ack" | "reply"];
type Asking = PublishMessage | CallMessage;
export type Given<T extends Asking["type"]> = Omit<Extract<Asking, { readonly type: T }>, "ref">;

/** What a message is answered with. */
const ANSWERS = { publish: "ack", call: "reply" } as const;
export type AnswerTo<T extends Asking["type"]> = ServerFrames[(typeof ANSWERS)[T]];

/** A message that waits for its answer. */
interface Pending {
	readonly message: Asking;
	isSent: boolean;
	settle(answer: Answer | ParlourError): void;
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
	readonly #pending = new Map<string | undefined, Pending>();
	readonly #environment: Environment;
	readonly #limits: OutboxLimits;
	#refs = 0;

	constructor(environment: Environment, limits: OutboxLimits) {
		this.#environment = environment;
		this.#limits = limits;
	}

	/** What would not survive a change of the connection: calls that are under way. */
	get calls(): Pending[] {
		return [...this.#pending.values()].filter(({ message, isSent }) => isSent && message.type === "call");
	}

	/**
	 * Takes a message in, under a ref of its own; {@link flush} sends it.
	 *
	 * @throws ParlourError `queue_full`, `timeout`, or whatever the message is answered with
	 */
	add<T extends Asking["type"]>(given: Given<T> & { readonly type: T }): Promise<AnswerTo<T>> {
		const { queue, timeout } = this.#limits;
		return new Promise((resolve, reject) => {
			if (this.#pending.size >= queue) throw new ParlourError("queue_full");
			const ref = String(++this.#refs);
			const timer = this.#environment.setTimeout(() => this.settle(ref, new ParlourError("timeout")), timeout);
			const settle = (answer: Answer | ParlourError): void => {
				this.#environment.clearTimeout(timer);
				this.#pending.delete(ref);
				if (answer instanceof ParlourError) reject(answer);
				else if (answer.type === ANSWERS[given.type]) resolve(answer as AnswerTo<T>);
				else reject(new ParlourError("bad_frame"));
			};
			this.#pending.set(ref, { message: { ...given, ref } as unknown as Asking, isSent: false, settle });
		});
	}

	/** Sends what is not on its way. */
	flush(send: (message: Asking) => void): void {
		for (const pending of this.#pending.values()) {
			if (pending.isSent) continue;
			pending.isSent = true;
			send(pending.message);
		}
	}

	settle(ref: string | undefined, answer: Answer | ParlourError): void {
		this.#pending.get(ref)?.settle(answer);
	}

	/** The connection is gone: publishes go out again under the same id, a call may have been answered and does not. */
	dropped(): void {
		for (const call of this.calls) call.settle(new ParlourError("disconnected"));
		for (const pending of this.#pending.values()) pending.isSent = false;
	}

	/** Nothing will be answered any more. */
	end(code: "closed" | "user_changed"): void {
		for (const pending of this.#pending.values()) pending.settle(new ParlourError(code));
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
