import type { Actor, Posted } from "../../../../door/chat/conversation-calls.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { ChatAnswers, ChatMessage, File, Mark, Person } from "../../../../protocol/chat/model.ts";
import type { ChatRequests } from "../../../../protocol/chat/requests.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { ConversationBody } from "./body.ts";
import { UNCHANGED, withReaction } from "./change.ts";
import { report } from "./reports.ts";
import { assertAuthor, assertInside, assertMayDelete, assertReactions, assertText } from "./rights.ts";

/** The least time between two words of somebody's typing, in milliseconds: each goes to all, and pages tell it less often. */
const TYPING_PACE_MS = 1_000;

type PostRequest = Omit<ChatRequests["post"], "conversation">;

/** What is said in a conversation. Every method may throw a FaultError. */
export class Talk {
	readonly #body: ConversationBody;
	/** When users were last told to be typing, in milliseconds since 1970. */
	readonly #typedAt = new Map<string, number>();

	constructor(body: ConversationBody) {
		this.#body = body;
	}

	async post(by: Actor, draft: PostRequest): Promise<Posted> {
		const { text, files: ids = [] } = draft;
		let from = this.#body.speak(by);
		const again = this.#sent(by, draft, from);
		if (again !== undefined) return again;
		assertText(text, ids.length);
		this.#assertReply(by, draft.replyTo);
		if (ids.length === 0) return this.#send(by, draft, { from });
		const files = await this.#filesOf(ids, from);
		from = this.#body.speakOn(by);
		return this.#sent(by, draft, from) ?? (await this.#send(by, draft, { from, files }));
	}

	edit(by: Actor, { seq, text }: { seq: number; text: string }): ChatMessage {
		this.#body.speak(by);
		const message = this.#standing(by, seq);
		assertAuthor(message, by);
		assertText(text, message.files?.length ?? 0);
		if (text === message.text) return message;
		const event = this.#body.writer.edit(message, text, this.#body.messages.change(seq));
		return this.#changed(by, seq, { event, users: this.#body.audience(by) });
	}

	delete(by: Actor, { seq }: { seq: number }): ChatMessage {
		const speaker = this.#body.act(by);
		const message = this.#visible(by, seq);
		assertMayDelete(message, by);
		if (message.deleted === true) return message;
		const event = this.#body.writer.delete(message, speaker, this.#body.messages.change(seq));
		this.#body.owe(message.files?.map(({ id }) => id) ?? [], { kind: "file" });
		// Nobody asks again for a deletion that a crash kept from inboxes, as senders do for a message: an alarm would.
		this.#body.watch();
		// Also those who hear nothing of who deletes it, or of its author: they may have its text from before.
		return this.#changed(by, seq, { event, users: this.#body.others(by) });
	}

	react(by: Actor, { seq, emoji, on }: { seq: number; emoji: string; on: boolean }): ChatMessage {
		const speaker = this.#body.speak(by);
		const message = this.#standing(by, seq);
		if (speaker === undefined) throw new FaultError("forbidden", "Only members react.");
		const change = this.#body.messages.change(seq) ?? UNCHANGED;
		const reactions = withReaction(change.reactions, { emoji, user: speaker.id, on });
		if (reactions === change.reactions) return message;
		assertReactions(reactions);
		const now = { ...change, reactions };
		const event = this.#body.writer.react(message, { emoji, on, by: speaker, change: now });
		return this.#changed(by, seq, { event, users: this.#body.audience(by) });
	}

	history(by: Actor, { before, limit }: { before?: number; limit?: number }): ChatAnswers["history"] {
		this.#body.enter(by);
		this.#body.log.expire();
		const wanted = Math.min(limit ?? CHAT_LIMITS.historyPage, CHAT_LIMITS.historyPage);
		const page = this.#body.messages.page({ before, limit: wanted }, this.#body.hiddenFrom(by));
		return { ...page, marks: this.#marks(by) };
	}

	mark(user: string, { delivered = 0, read = 0 }: { delivered?: number; read?: number }): Mark {
		assertInside(this.#body.crew, { kind: "member", person: { id: user } });
		const { head } = this.#body.log;
		this.#body.move(user, { delivered: Math.min(delivered, head), read: Math.min(read, head) });
		return this.#body.progress.mark(user);
	}

	typing(by: Actor): void {
		const user = this.#body.speak(by);
		const now = this.#body.parts.host.now();
		if (user === undefined || now < (this.#typedAt.get(user.id) ?? 0) + TYPING_PACE_MS) return;
		this.#typedAt.set(user.id, now);
		const news = { kind: "typing", conversation: this.#body.parts.id, user } as const;
		this.#body.courier.hint(this.#body.audience(by), news);
	}

	report(by: Actor, { seq, reason }: { seq: number; reason: string }): void {
		const user = this.#body.act(by);
		// Also what is kept from them: whom somebody blocks they may want to report.
		this.#standing({ kind: "origin" }, seq);
		if (user === undefined) throw new FaultError("forbidden", "Only members report.");
		const { origin, rules } = this.#body.parts;
		const wanted = origin.configured && rules.webhooks.includes("message.reported");
		report(this.#body.outbox, { seq, user, reason }, wanted);
	}

	/** What becomes of a message that was sent before, under its id. */
	#sent(by: Actor, draft: PostRequest, from: Person | undefined): Posted | undefined {
		const known = this.#body.writer.sent(draft.id, from);
		if (known === undefined) return undefined;
		const { id, text } = draft;
		// Retention may have taken it since: it was sent all the same.
		const message = this.#body.messages.find(known.seq) ?? { ...known, id, text, ...(from && { from }) };
		const { crew, progress } = this.#body;
		const delivered = crew.users.filter((user) => user !== from?.id && progress.mark(user).delivered >= known.seq);
		return { message, upTo: this.#body.log.head, about: this.#aboutFor(by, known.seq), delivered, again: true };
	}

	async #send(
		by: Actor,
		{ id, text, replyTo }: PostRequest,
		{ from, files }: { from?: Person; files?: readonly File[] },
	): Promise<Posted> {
		const message = this.#body.writer.post({ id, text, from, replyTo, files });
		const { seq } = message;
		this.#body.messages.said(seq);
		const about = this.#aboutFor(by, seq);
		this.#body.settle();
		const delivered = await this.#body.tell(seq, this.#body.audience(by), { kind: "message", seq });
		return { message, upTo: seq, about, delivered };
	}

	#aboutFor(by: Actor, upTo: number) {
		return this.#body.news.about(by.kind === "member" ? by.person.id : undefined, upTo);
	}

	async #filesOf(ids: readonly string[], from: Person | undefined): Promise<readonly File[]> {
		const { files } = this.#body.parts;
		if (files === undefined || from === undefined)
			throw new FaultError("not_supported", "Files cannot be attached here.");
		const found = await files.get(ids, from.id);
		if (found.length < ids.length) throw new FaultError("not_found", "There is no such file of this user.");
		return found;
	}

	/** Tells others of what has become of a message, and answers it. Nobody waits for their inboxes. */
	#changed(by: Actor, seq: number, { event, users }: { event: number; users: readonly string[] }): ChatMessage {
		void this.#body.tell(event, users, { kind: "changed", seq });
		return this.#visible(by, seq);
	}

	#visible(by: Actor, seq: number): ChatMessage {
		const message = this.#body.messages.find(seq, this.#body.hiddenFrom(by));
		if (message === undefined) throw new FaultError("not_found", "There is no such message.");
		return message;
	}

	/** A message that was not deleted. */
	#standing(by: Actor, seq: number): ChatMessage {
		const message = this.#visible(by, seq);
		if (message.deleted === true) throw new FaultError("not_found", "The message was deleted.");
		return message;
	}

	/** One may answer what is deleted meanwhile: who writes cannot know. */
	#assertReply(by: Actor, replyTo: number | undefined): void {
		if (replyTo !== undefined) this.#visible(by, replyTo);
	}

	/** Those who block somebody do not show them how far they have got. */
	#marks(by: Actor): Mark[] {
		const viewer = by.kind === "member" ? by.person.id : undefined;
		const { crew, blocks, progress } = this.#body;
		const shown = crew.users.filter((user) => viewer === undefined || !blocks.has({ by: user, user: viewer }));
		return shown.map((user) => progress.mark(user));
	}
}
