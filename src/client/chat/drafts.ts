import type { Desk } from "./desk.ts";
import { type Errand, Errands } from "./errands.ts";
import type { ChatMessage, Draft, SentFile } from "./types.ts";

/** What a conversation does with its drafts. */
export interface DraftOwner {
	readonly id: string;
	/** The drafts are these now. */
	drafted(drafts: readonly Draft[]): void;
	/** A message of this user was sent, and has reached devices of these. */
	posted(message: ChatMessage, delivered: readonly string[]): void;
}

/** The messages of one conversation that are on their way, sent one after another so that they keep their order. */
export class Drafts {
	readonly #desk: Desk;
	readonly #owner: DraftOwner;
	readonly #errands: Errands;
	#drafts: readonly Draft[] = [];

	constructor(desk: Desk, owner: DraftOwner) {
		this.#desk = desk;
		this.#owner = owner;
		this.#errands = new Errands(desk, false);
	}

	add(text: string, more: { readonly replyTo?: number; readonly files?: readonly SentFile[] }): void {
		const { id, now } = this.#desk.environment;
		const draft: Draft = { ...more, id: id(), text, at: now(), state: "sending" };
		this.#set([...this.#drafts, draft]);
		this.#send(draft);
	}

	/** Sends one again that failed, at the end of those that are on their way. */
	retry(id: string): void {
		const failed = this.#failed(id);
		if (!failed) return;
		const { code: _, ...rest } = failed;
		const draft: Draft = { ...rest, state: "sending" };
		this.#set(this.#drafts.map((one) => (one === failed ? draft : one)));
		this.#send(draft);
	}

	/** Forgets one that failed. */
	discard(id: string): void {
		const failed = this.#failed(id);
		if (failed) this.#set(this.#drafts.filter((one) => one !== failed));
	}

	/** A message is in the conversation: it takes the place of its draft, if it has one. */
	take({ id, from }: ChatMessage): void {
		if (this.#desk.isMe(from)) this.#set(this.#drafts.filter((one) => one.id !== id));
	}

	#failed(id: string): Draft | undefined {
		return this.#drafts.find((one) => one.id === id && one.state === "failed");
	}

	#set(drafts: readonly Draft[]): void {
		this.#drafts = drafts;
		this.#owner.drafted(drafts);
	}

	#send(draft: Draft): void {
		const { id, text, replyTo, files } = draft;
		const errand: Errand = {
			run: async () => {
				// It has arrived: the answer was lost, and the message came by itself.
				if (!this.#drafts.includes(draft)) return;
				const { message, delivered } = await this.#desk.ask("post", {
					conversation: this.#owner.id,
					id,
					text,
					replyTo,
					files: files?.map((file) => file.id),
				});
				this.#owner.posted(message, delivered);
			},
			fail: (code) => this.#set(this.#drafts.map((one) => (one === draft ? { ...draft, state: "failed", code } : one))),
		};
		this.#errands.add(errand);
	}
}
