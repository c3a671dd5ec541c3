import type { ServerFrames } from "../../protocol/server-frames.ts";
import type { Environment } from "./environment.ts";
import { type LocalCode, ParlourError } from "./errors.ts";
import type { CallMessage, PublishMessage } from "./messages.ts";

type Answer = ServerFrames["ack" | "reply"];
type Asking = PublishMessage | CallMessage;
export type Given<T extends Asking["type"]> = Omit<Extract<Asking, { readonly type: T }>, "ref">;

/** What a message is answered with. */
const ANSWERS = { publish: "ack", call: "reply" } as const;
export type AnswerTo<T extends Asking["type"]> = ServerFrames[(typeof ANSWERS)[T]];

/** How a message is to be sent. */
export interface Sending {
	/** The size of its data as JSON, in UTF-8 bytes. */
	readonly bytes: number;
	/** Whether it may wait for a connection, and for another one where the first is lost. */
	readonly mayWait: boolean;
}

/** A message that waits for its answer. */
interface Pending extends Sending {
	/** Counts the messages of an outbox. */
	readonly order: number;
	readonly message: Asking;
	/** How often it was sent, over whatever connections. */
	sends: number;
	/** Whether it is on its way over the present connection. */
	isSent: boolean;
	/** Whether it was seen in the log. */
	isStored: boolean;
	/** Whether it may be in a part of the log that was not seen. */
	isUnsure: boolean;
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
	/** The latest message that is known to be stored. A connection hands a room the messages in their order. */
	#newestStored = 0;

	constructor(environment: Environment, limits: OutboxLimits) {
		this.#environment = environment;
		this.#limits = limits;
	}

	/** What would not survive a change of the connection: calls that are under way. */
	get calls(): Pending[] {
		return [...this.#pending.values()].filter(({ message, isSent }) => isSent && message.type === "call");
	}

	/** Whether something is to go out again that was sent over an earlier connection. */
	get hasRepeats(): boolean {
		return [...this.#pending.values()].some(({ sends, isSent }) => sends > 0 && !isSent);
	}

	/**
	 * Takes a message in, under a ref of its own; {@link flush} sends it.
	 *
	 * @throws ParlourError `queue_full`, `timeout`, or whatever the message is answered with
	 */
	add<T extends Asking["type"]>(given: Given<T> & { readonly type: T }, sending: Sending): Promise<AnswerTo<T>> {
		const { queue, timeout } = this.#limits;
		return new Promise((resolve, reject) => {
			if (this.#pending.size >= queue) throw new ParlourError("queue_full");
			const order = ++this.#refs;
			const ref = String(order);
			const timer = this.#environment.setTimeout(() => this.#fail(ref, "timeout"), timeout);
			// First in its frame, so that a room that reads no further still knows which one it refuses.
			const first: Pick<Asking, "type" | "ref"> = { type: given.type, ref };
			const settle = (): void => {
				this.#environment.clearTimeout(timer);
				this.#pending.delete(ref);
			};
			this.#pending.set(ref, {
				...sending,
				order,
				message: { ...first, ...given } as unknown as Asking,
				sends: 0,
				isSent: false,
				isStored: false,
				isUnsure: false,
				resolve: (answer) => {
					settle();
					if (answer.type === ANSWERS[given.type]) resolve(answer as AnswerTo<T>);
					else reject(new ParlourError("bad_frame", "The answer is of another kind.", { outcome: "unknown" }));
				},
				reject: (error) => {
					settle();
					reject(error);
				},
			});
		});
	}

	/**
	 * Sends what is not on its way, in its order.
	 *
	 * @param most how many bytes the data of a message may have
	 */
	flush(send: (message: Asking) => void, most: number): void {
		for (const [ref, pending] of this.#pending) {
			if (pending.isSent) continue;
			if (pending.bytes > most) {
				this.#fail(ref, "too_large");
				continue;
			}
			if (this.#isOvertaken(pending)) {
				pending.reject(overtaken(pending));
				continue;
			}
			pending.isSent = true;
			pending.sends++;
			send(pending.message);
		}
	}

	/** The room has answered a message. */
	settle(ref: string | undefined, answer: Answer): void {
		const pending = this.#pending.get(ref ?? "");
		if (!pending) return;
		if (answer.type === "ack") this.#stored(pending);
		pending.resolve(answer);
	}

	/** The room has refused a message. One that was sent before may have been stored by then. */
	refused(ref: string, fault: ServerFrames["fault"]): void {
		const pending = this.#pending.get(ref);
		if (!pending) return;
		const { code, message } = fault;
		const mayBeStored = pending.isStored || (pending.sends > 1 && code !== "conflict");
		pending.reject(new ParlourError(code, message, { ...fault, ...(mayBeStored && { outcome: "unknown" }) }));
	}

	/** An event is in the log; it may be one of these. */
	seen(id: string): void {
		for (const pending of this.#pending.values())
			if (pending.message.type === "publish" && pending.message.id === id) this.#stored(pending);
	}

	/**
	 * Something in the log was not seen, which may be one of these.
	 *
	 * @param isNewLog nothing of what was stored before is in this log
	 */
	missed(isNewLog: boolean): void {
		if (isNewLog) this.#newestStored = 0;
		for (const pending of this.#pending.values()) {
			if (isNewLog) pending.isStored = false;
			if (pending.sends > 0) pending.isUnsure = true;
		}
	}

	/** The connection is gone: publishes go out again under the same id, a call may have been answered and does not. */
	dropped(): void {
		for (const [ref, pending] of this.#pending) {
			if (pending.isSent && (pending.message.type === "call" || !pending.mayWait)) this.#fail(ref, "disconnected");
			pending.isSent = false;
		}
	}

	/** Nothing will be answered any more. */
	end(code: "closed" | "user_changed"): void {
		for (const ref of this.#pending.keys()) this.#fail(ref, code);
	}

	#stored(pending: Pending): void {
		pending.isStored = true;
		this.#newestStored = Math.max(this.#newestStored, pending.order);
	}

	/**
	 * Whether a message was refused by the room, and its answer lost: what went out after it is stored, and it was not seen.
	 * Sent again it would stand behind that.
	 */
	#isOvertaken({ sends, isStored, order }: Pending): boolean {
		return sends > 0 && !isStored && order < this.#newestStored;
	}

	#fail(ref: string, code: LocalCode | "too_large"): void {
		const pending = this.#pending.get(ref);
		pending?.reject(new ParlourError(code, undefined, { outcome: pending.sends > 0 ? "unknown" : "not_done" }));
	}
}

/** Why a message is not sent again. One that was sent twice may still arrive by the connection that was left. */
function overtaken({ sends, isUnsure }: Pending): ParlourError {
	const message = "A later message is stored, and this one was not seen; why was lost with the connection.";
	return new ParlourError("disconnected", message, { outcome: sends > 1 || isUnsure ? "unknown" : "not_done" });
}

/** What a publish is answered with. */
export interface Receipt {
	readonly seq: number;
	/** Milliseconds since 1970, by the room's clock. */
	readonly at: number;
	/** How many readers it was handed to, the author's own aside. */
	readonly recipients: number;
}
