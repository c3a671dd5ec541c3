import type { News } from "../../../../door/chat/news.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { ChatAnswers, ChatMessage, Conversation, ConversationKind } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { Clock } from "../../ports.ts";
import {
	type Entry,
	entryOf,
	summaryOf,
	withAbout,
	withChange,
	withMessage,
	withoutUnread,
	withRead,
} from "./entry.ts";
import { placesOf, seqsOf, toldBy, wasTold } from "./journal.ts";
import { Latest, type Standing } from "./latest.ts";
import type { InboxStore } from "./ports.ts";
import type { Voice } from "./voice.ts";

export interface ListParts {
	readonly user: string;
	readonly store: InboxStore;
	readonly voice: Voice;
	readonly clock: Clock;
	/** After how long the origin is told of what was not read, in milliseconds, by kind; 0 for never. */
	readonly unreadAfterMs: { readonly [K in ConversationKind]: number };
	/** A conversation is new in the list. */
	readonly onNew: (about: Conversation) => void;
}

/** A message, with its conversation as it was then. */
type Told = Standing & { readonly about: Conversation };
type NewsOf<K extends News["kind"]> = Extract<News, { kind: K }>;

/** A user's conversations: what becomes of the list, and what pages are told of it. */
export class List {
	readonly #parts: ListParts;
	readonly #store: InboxStore;
	readonly #voice: Voice;
	readonly #latest = new Latest();

	constructor(parts: ListParts) {
		this.#parts = parts;
		this.#store = parts.store;
		this.#voice = parts.voice;
	}

	/** The conversation, where it is in the list. */
	find(id: string): Conversation | undefined {
		const entry = this.#store.entry(id);
		return entry && summaryOf(entry);
	}

	page({ before, limit = CHAT_LIMITS.listPage }: { before?: number; limit?: number }): {
		conversations: Conversation[];
		more: boolean;
	} {
		const entries = this.#store.page(limit, before);
		return { conversations: entries.map(summaryOf), more: this.#store.count(before) > entries.length };
	}

	/** The ids of all groups. */
	groups(): string[] {
		const entries = this.#store.page(Number.MAX_SAFE_INTEGER);
		return entries.filter(({ about }) => about.kind === "group").map(({ about }) => about.id);
	}

	answer(page: { before?: number; limit?: number }): ChatAnswers["list"] {
		return { ...this.page(page), unread: this.#store.unread(), blocked: this.#store.blocked() };
	}

	/** Takes what a conversation's room tells. Answers whether it reached a device. */
	async take(news: News): Promise<boolean> {
		const isHeard = this.#voice.isHeard;
		if (news.kind === "message") await this.#message(news);
		else if (news.kind === "changed") await this.#changed(news);
		else if (news.kind === "conversation") await this.put(news.about);
		else if (news.kind === "removed") await this.remove(news.conversation);
		else if (news.kind === "mark")
			this.#voice.signal("chat.mark", { conversation: news.conversation, mark: news.mark });
		else if (!this.#store.blocked().includes(news.user.id))
			this.#voice.signal("chat.typing", { conversation: news.conversation, user: news.user });
		return isHeard;
	}

	/** A message of the user's own was sent. One that was sent before is not told again. */
	async sent(posted: Told): Promise<void> {
		const { message } = this.#latest.of(posted.about.id, posted);
		const known = this.#store.entry(posted.about.id);
		// The answer may have waited for slow inboxes: what the conversation is was told meanwhile, in its order.
		await this.#add(message, known === undefined ? posted.about : summaryOf(known));
	}

	/** A conversation is new in the list, or no longer as it was. */
	async put(about: Conversation): Promise<Conversation> {
		const known = this.#store.entry(about.id);
		const entry = known === undefined ? entryOf(about) : withAbout(known, about);
		this.#store.save(entry);
		if (known === undefined) this.#parts.onNew(about);
		return this.#tell(entry);
	}

	/** A message is no longer as it was. One that was deleted counts no more, and its text is taken out of the log. */
	async changed(conversation: string, now: Standing): Promise<void> {
		// Noted in any case: what it overtook, the answer to its post, may be what puts the conversation into the list.
		const isNews = this.#latest.take(conversation, now);
		const known = this.#store.entry(conversation);
		if (known === undefined || !isNews) return;
		const { message } = now;
		const entry = withChange(known, message, this.#isOwn(message));
		if (entry !== known) this.#store.save(entry);
		if (message.deleted === true) await this.#forget(conversation, message.seq);
		// As it is by now: taking a text out takes its time.
		const unread = this.#store.entry(conversation)?.count ?? 0;
		await this.#voice.say("chat.changed", { conversation, message, unread });
	}

	/** A user is blocked: what they said in groups is shown no more, so that nothing of it is left to be read. */
	async ignore(user: string): Promise<void> {
		const said = toldBy(this.#voice.room.log, user);
		for (const [conversation, seqs] of said) {
			const known = this.#store.entry(conversation);
			if (known?.about.kind !== "group") continue;
			const entry = withoutUnread(known, seqs);
			if (entry === known) continue;
			this.#store.save(entry);
			await this.#tell(entry);
		}
	}

	async remove(conversation: string): Promise<void> {
		if (this.#store.entry(conversation) === undefined) return;
		this.#store.remove(conversation);
		this.#latest.forget(conversation);
		await this.#voice.say("chat.removed", { conversation });
		// Its messages go with it: nobody tells this list any more of what is deleted there.
		if (this.#store.entry(conversation) === undefined)
			await this.#voice.forget(seqsOf(this.#voice.room.log, conversation));
	}

	/** The user has read up to a message. Answers how far that is. @throws FaultError `not_found` */
	async read(conversation: string, upTo: number): Promise<{ read: number; unread: number }> {
		const known = this.#entry(conversation);
		const entry = withRead(known, upTo);
		if (entry !== known) {
			this.#store.save(entry);
			await this.#voice.say("chat.read", { conversation, seq: entry.read, unread: entry.count });
		}
		return { read: Math.min(upTo, entry.read), unread: entry.count };
	}

	/** @throws FaultError `not_found` */
	async mute(conversation: string, muted: boolean): Promise<Conversation> {
		const known = this.#entry(conversation);
		if (known.muted === muted) return summaryOf(known);
		const entry = { ...known, muted };
		this.#store.save(entry);
		return this.#tell(entry);
	}

	#entry(id: string): Entry {
		const entry = this.#store.entry(id);
		if (entry === undefined) throw new FaultError("not_found", "The conversation is not in the list.");
		return entry;
	}

	async #message({ about, ...told }: NewsOf<"message">): Promise<void> {
		const { message } = this.#latest.of(about.id, told);
		if (!this.#isHidden(message, about.kind)) await this.#add(message, about);
	}

	async #changed({ conversation, ...now }: NewsOf<"changed">): Promise<void> {
		const { message } = now;
		const entry = this.#store.entry(conversation);
		if (entry === undefined || !this.#isHidden(message, entry.about.kind)) return this.changed(conversation, now);
		// Of who is blocked one hears of nothing but that something which was heard before is gone.
		const { seqs } = placesOf(this.#voice.room.log, conversation, message.seq);
		const isKnown = seqs.length > 0 || withChange(entry, message, this.#isOwn(message)) !== entry;
		if (message.deleted === true && isKnown) await this.changed(conversation, now);
	}

	#isOwn({ from }: ChatMessage): boolean {
		return from?.id === this.#parts.user;
	}

	/** Whether the user does not want to hear of its author there. */
	#isHidden({ from }: ChatMessage, kind: ConversationKind): boolean {
		return kind === "group" && from !== undefined && this.#store.blocked().includes(from.id);
	}

	/** Takes a message that was deleted out of the log. */
	async #forget(conversation: string, seq: number): Promise<void> {
		await this.#voice.stored();
		const { seqs, summaries } = placesOf(this.#voice.room.log, conversation, seq);
		await this.#voice.forget(seqs);
		// What was said of the conversation went with it: it is said again, as it is by now.
		const entry = this.#store.entry(conversation);
		if (summaries > 0 && entry !== undefined) await this.#tell(entry);
	}

	async #add(message: ChatMessage, about: Conversation): Promise<void> {
		const known = this.#store.entry(about.id);
		// Not every message that is not newer has been told: answers and what rooms tell may overtake each other.
		if (known !== undefined && message.seq <= known.seq && wasTold(this.#voice.room.log, about.id, message.seq)) return;
		const { clock, unreadAfterMs, onNew } = this.#parts;
		if (known === undefined) onNew(about);
		const after = unreadAfterMs[about.kind];
		const base = known === undefined ? { ...entryOf(about), seq: 0 } : withAbout(known, about);
		const entry = withMessage(base, {
			message,
			isOwn: this.#isOwn(message),
			reaches: this.#voice.isHeard,
			tellAt: after > 0 ? clock.now() + after : undefined,
		});
		this.#store.save(entry);
		this.#voice.room.due(entry.tellAt);
		// Both are on their way into the log before either is waited for.
		const isNew = known === undefined ? this.#tell(entry) : undefined;
		await Promise.all([
			isNew,
			this.#voice.say("chat.message", { conversation: about.id, message, unread: entry.count }),
		]);
	}

	async #tell(entry: Entry): Promise<Conversation> {
		const conversation = summaryOf(entry);
		await this.#voice.say("chat.conversation", { conversation });
		return conversation;
	}
}
