import { Parlour, type ParlourOptions } from "../index.ts";
import type { Keep } from "../keep/types.ts";
import { Arrivals } from "./arrivals.ts";
import { Conversation } from "./conversation.ts";
import { Desk } from "./desk.ts";
import { conversationOf } from "./drafts.ts";
import { Inbox } from "./inbox.ts";
import { listen } from "./listen.ts";
import { People } from "./people.ts";
import type { Arrival, ChatApi, InboxState, OpenConversation, PeopleList, SentFile, Status, Store } from "./types.ts";

/** A chat of its own connection, or over one that the page has. */
export type ChatOptions = (ParlourOptions | { readonly parlour: Parlour }) & {
	/** Where messages are kept that have not arrived, so that they outlive the page: `keptInBrowser()`. Nowhere by default. */
	readonly keep?: Keep | undefined;
};

/**
 * A user's chat: what is in their inbox, kept up to date over one connection. It is one user's: where the page has another,
 * it empties itself, ends with the code `user_changed`, and the next user has a chat of their own.
 *
 * @example
 * const chat = new Chat({ url: "https://parlour.example.com", ticket: () => fetchTicket() });
 * chat.inbox.subscribe(() => show(chat.inbox.get().conversations));
 * const conversation = chat.conversation(await chat.direct("42"));
 * conversation.send("Hello");
 */
export class Chat implements ChatApi {
	readonly #parlour: Parlour;
	readonly #desk: Desk;
	readonly #inbox: Inbox;
	readonly #conversations = new Map<string, Conversation>();
	readonly #lists = new Set<People>();
	readonly #arrivals: Arrivals;
	#hasGap = false;

	constructor(options: ChatOptions) {
		this.#parlour = "parlour" in options ? options.parlour : new Parlour(options);
		this.#desk = new Desk(this.#parlour, options.keep);
		this.#inbox = new Inbox(this.#desk);
		this.#arrivals = new Arrivals(this.#desk, this.#inbox);
		this.#inbox.state.subscribe(() => this.#summarise());
		this.#listen(this.#desk);
		this.#followConnection(this.#desk);
		this.#desk.keeper.found = (lane) => void this.#of(conversationOf(lane));
	}

	get inbox(): Store<InboxState> {
		return this.#inbox.state;
	}

	/** The conversation with a user. Answers its id. @throws ParlourError */
	async direct(user: string): Promise<string> {
		const { conversation } = await this.#desk.ask("open", { user });
		this.#inbox.put(conversation);
		return conversation.id;
	}

	/** A group of its own. Answers its id. @throws ParlourError */
	async create(name: string, users: readonly string[]): Promise<string> {
		const { conversation } = await this.#desk.ask("create", { name, users: [...users] });
		this.#inbox.put(conversation);
		return conversation.id;
	}

	/** Shows a conversation, until it is closed. It is loaded once, however many show it. */
	conversation(id: string): OpenConversation {
		const open = this.#of(id).open();
		this.#summarise();
		return open;
	}

	#of(id: string): Conversation {
		const known = this.#conversations.get(id) ?? new Conversation(this.#desk, this.#inbox, id);
		this.#conversations.set(id, known);
		return known;
	}

	/** Shows the people online, until it is closed. */
	people(): PeopleList {
		const list = new People(this.#desk, () => {
			if (!this.#lists.delete(list) || this.#lists.size) return;
			this.#desk.ask("people", { watch: false, limit: 1 }).catch(() => undefined);
		});
		this.#lists.add(list);
		return list;
	}

	/** Loads further conversations. @throws ParlourError */
	async more(): Promise<void> {
		await this.#inbox.more();
	}

	/** Wants to hear nothing of a user any more, or again. @throws ParlourError */
	async block(user: string, on: boolean): Promise<void> {
		this.#inbox.blocked((await this.#desk.ask("block", { user, on })).users);
	}

	/** Uploads a file, to be sent with a message. @throws ParlourError */
	async upload(file: Blob, name: string): Promise<SentFile> {
		return this.#desk.upload(file, name);
	}

	/** Tells others whether the user is at the page. */
	status(status: Status): void {
		this.#desk.channel.setPresence({ status });
	}

	/**
	 * Calls `handler` with each message of others that arrives while the page is open, those of a short absence included.
	 *
	 * @returns the undo
	 */
	onArrival(handler: (arrival: Arrival) => void): () => void {
		return this.#arrivals.on("arrival", handler);
	}

	/** Ends the connection. What is on its way may not arrive any more. */
	close(): void {
		for (const { reading } of this.#conversations.values()) reading.flush();
		this.#desk.close();
	}

	/** What was shown may have changed without a word: signals are told to pages that are there. */
	#resumed(): void {
		for (const conversation of this.#conversations.values()) conversation.resumed(this.#hasGap);
		for (const list of this.#lists) list.reload();
		this.#hasGap = false;
	}

	#followConnection({ channel }: Desk): void {
		channel.onGap(() => {
			this.#hasGap = true;
			this.#inbox.reload();
			// Otherwise it is coming back, and will be live next.
			if (this.#desk.isLive) this.#resumed();
		});
		channel.onSignalsLost(() => this.#resumed());
		channel.onState(({ from, to, code }) => {
			if (to === "live" && from === "recovering") this.#resumed();
			if (code === "user_changed") this.#forget();
		});
	}

	/** The page has another user: what was shown of this one is gone at once, whoever still holds it. */
	#forget(): void {
		for (const part of [...this.#conversations.values(), ...this.#lists, this.#arrivals]) part.forget();
		this.#inbox.forget();
	}

	#listen({ channel }: Desk): void {
		const inbox = this.#inbox;
		const of = (id: string): Conversation | undefined => this.#conversations.get(id);
		listen(channel, {
			"chat.message": ({ conversation, message, unread }) => {
				inbox.message(conversation, message, unread);
				of(conversation)?.take(message);
				this.#arrivals.add(conversation, message);
			},
			"chat.changed": ({ conversation, message, unread }) => {
				of(conversation)?.change(message);
				inbox.changed(conversation, message, unread);
			},
			"chat.conversation": ({ conversation }) => {
				inbox.put(conversation);
				of(conversation.id)?.altered();
			},
			"chat.read": ({ conversation, seq, unread }) => {
				of(conversation)?.reading.heard(seq);
				inbox.read(conversation, unread);
			},
			"chat.removed": ({ conversation }) => {
				of(conversation)?.removed();
				inbox.removed(conversation);
			},
			"chat.blocked": ({ users }) => inbox.blocked(users),
			"chat.typing": ({ conversation, user }) => of(conversation)?.typing(user),
			"chat.mark": ({ conversation, mark }) => of(conversation)?.mark(mark),
			"chat.people": (change) => {
				for (const list of this.#lists) list.heard(change);
			},
		});
	}

	/** Hands each conversation its line of the list; where one that is shown stands further down, loads on. */
	#summarise(): void {
		const { state, more } = this.#inbox.state.get();
		for (const conversation of this.#conversations.values()) {
			const { id, isShown } = conversation;
			const summary = this.#inbox.find(id);
			conversation.summarised(summary);
			if (isShown && !conversation.state.get().out && !summary && more && state === "live")
				this.#inbox.more().then(
					() => this.#summarise(),
					() => undefined,
				);
		}
	}
}
