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
	all: readonly Draft[] = [];

	constructor(desk: Desk, owner: DraftOwner) {
		this.#desk = desk;
		this.#owner = owner;
		this.#errands = new Errands(desk, false);
	}

	add(text: string, more: { readonly replyTo?: number; readonly files?: readonly SentFile[] }): void {
		const { id, now } = this.#desk.environment;
		const draft: Draft = { ...more, id: id(), text, at: now(), state: "sending" };
		this.#set([...this.all, draft]);
		this.#send(draft);
	}

	/** Sends one again that failed, at the end of those that are on their way. */
	retry(id: string): void {
		const failed = this.#failed(id);
		if (!failed) return;
		const { code: _, ...rest } = failed;
		const draft: Draft = { ...rest, state: "sending" };
		this.#set(this.all.map((one) => (one === failed ? draft : one)));
		this.#send(draft);
	}

	/** Forgets one that failed. */
	discard(id: string): void {
		const failed = this.#failed(id);
		if (failed) this.#set(this.all.filter((one) => one !== failed));
	}

	/** Messages are in the conversation: they take the places of their drafts. It is the owner's to show both at once. */
	take(messages: readonly ChatMessage[]): void {
		const own = new Set(messages.map(({ id, from }) => this.#desk.isMe(from) && id));
		this.all = this.all.filter(({ id }) => !own.has(id));
	}

	#failed(id: string): Draft | undefined {
		return this.all.find((one) => one.id === id && one.state === "failed");
	}

	#set(drafts: readonly Draft[]): void {
		this.all = drafts;
		this.#owner.drafted(drafts);
	}

	#send(draft: Draft): void {
		const { id, text, replyTo, files } = draft;
		const errand: Errand = {
			run: async () => {
				// It has arrived: the answer was lost, and the message came by itself.
				if (!this.all.includes(draft)) return;
				const { message, delivered } = await this.#desk.ask("post", {
					conversation: this.#owner.id,
					id,
					text,
					replyTo,
					files: files?.map((file) => file.id),
				});
				this.#owner.posted(message, delivered);
			},
			fail: (code) => this.#set(this.all.map((one) => (one === draft ? { ...draft, state: "failed", code } : one))),
		};
		this.#errands.add(errand);
	}
}
