import { EMPTY_CONVERSATION } from "./empty-conversation.ts";
import { hasEmojiShape, isEmoji } from "../../protocol/chat/emoji.ts";
import type { ChatRequests } from "../../protocol/chat/requests.ts";
import { ParlourError } from "../index.ts";
import type { Desk } from "./desk.ts";
import { Drafts } from "./drafts.ts";
import { Errands } from "./errands.ts";
import type { Inbox } from "./inbox.ts";
import { Members } from "./members.ts";
import { withChange, withMark, withMessage } from "./messages.ts";
import { Names } from "./names.ts";
import { Reading } from "./reading.ts";
import { State } from "./store.ts";
import type { ChatMessage, ConversationState, Draft, Mark, OpenConversation, Person, Summary } from "./types.ts";
import { Typing } from "./typing.ts";

type Asked = "edit" | "delete" | "react" | "report" | "mute" | "rename" | "members" | "leave";
/** A request without the conversation's id, whose lists are not changed. */
type Ask<R extends Asked> = {
	readonly [F in keyof Omit<ChatRequests[R], "conversation">]: Readonly<ChatRequests[R][F]>;
};
type Messages = readonly ChatMessage[];
/** What is told of a message, as a change of what is loaded; `more` where there is more before the first. */
type Change = (messages: Messages, more: boolean) => Messages;

/** Codes by which a room says that somebody is no member, or that there is no such conversation any more. */
const OUT = ["forbidden", "not_found"];

/** A conversation that is shown, or has been: what was loaded is kept up to date by what is told. */
export class Conversation {
	readonly id: string;
	readonly state: State<ConversationState>;
	readonly reading: Reading;
	readonly #desk: Desk;
	readonly #inbox: Inbox;
	readonly #drafts: Drafts;
	readonly #typing: Typing;
	readonly #names: Names;
	readonly #errands: Errands;
	readonly #load = {
		run: () => this.#reload(),
		fail: (failed: string) => this.state.set({ loading: false, failed, out: OUT.includes(failed) }),
	};
	readonly #memberLists = new Set<Members>();
	readonly #remark = { run: () => this.#reloadMarks(), fail: () => undefined };
	/** How many show it. */
	#shown = 0;
	/** Whether nothing has been missed since it was loaded. */
	#isCurrent = false;
	/** What was told while pages were on their way, which may be older or newer than they are. */
	readonly #told: Change[] = [];
	/** How many pages are on their way. */
	#asking = 0;
	#older: Promise<void> | undefined;
	/** How often the user was taken out: pages that were asked for before say nothing of it. */
	#removals = 0;

	constructor(desk: Desk, inbox: Inbox, id: string) {
		this.id = id;
		this.#desk = desk;
		this.#inbox = inbox;
		this.state = new State<ConversationState>({ ...EMPTY_CONVERSATION, summary: inbox.find(id) }, desk.environment);
		this.state.subscribe(() => inbox.drafted(id, this.state.get().drafts));
		this.reading = new Reading(desk, inbox, this);
		this.#drafts = new Drafts(desk, this);
		this.#typing = new Typing(desk, id, (typing) => this.state.set({ typing }));
		this.#names = new Names(desk, id, (names) => this.state.set(names));
		this.#errands = new Errands(desk, true);
	}

	get isShown(): boolean {
		return this.#shown > 0;
	}

	/** One more shows it. */
	open(): OpenConversation {
		if (this.#shown++ === 0 && !this.#isCurrent) this.#wantAll();
		this.#wantNames();
		let isOpen = true;
		return {
			...this.#actions,
			close: () => {
				if (!isOpen) return;
				isOpen = false;
				this.#shown--;
				this.reading.flush();
			},
		};
	}

	/** The connection is back. Signals were lost meanwhile, and events too where there is a gap. */
	resumed(hasGap: boolean): void {
		if (hasGap || this.state.get().failed !== undefined) this.#isCurrent = false;
		for (const list of this.#memberLists) list.reload();
		if (!this.isShown) this.#isCurrent = false;
		else if (this.#isCurrent) this.#errands.add(this.#remark);
		else this.#wantAll();
	}

	/** The conversation was another user's: nothing of it is left. */
	forget(): void {
		for (const list of this.#memberLists) list.forget();
		this.state.end({ ...EMPTY_CONVERSATION, loading: false, failed: "user_changed" });
	}

	/** What the list says of it. Where that is nothing, what it said last holds. */
	summarised(summary: Summary | undefined): void {
		if (!summary || summary === this.state.get().summary) return;
		this.state.set({ summary });
		this.#wantNames();
	}

	/** The conversation is new to the user, or no longer as it was: its name, who is in it, or what they are called. */
	altered(): void {
		this.#names.refresh();
		for (const list of this.#memberLists) list.reload();
		if (this.state.get().out) {
			this.#isCurrent = false;
			this.state.set({ out: false, failed: undefined });
			if (this.isShown) this.#wantAll();
		}
		this.#wantNames();
	}

	/** The user is no member any more. */
	removed(): void {
		this.#removals++;
		this.#isCurrent = false;
		this.#typing.clear();
		const { summary } = this.state.get();
		this.state.set({ out: true, loading: false, ...(summary && { summary: { ...summary, unread: 0 } }) });
	}

	/** A message is in the conversation. */
	take(message: ChatMessage): void {
		this.#typing.stop(message.from?.id);
		this.#names.heard(message.from);
		this.#drafts.take([message]);
		this.#tell((messages, more) => withMessage(messages, message, more));
	}

	/** A message is no longer as it was. One that was missed and deleted since has no event of its own any more. */
	change(message: ChatMessage): void {
		this.#tell((messages, more) => withMessage(withChange(messages, message), message, more));
	}

	mark(...marks: readonly Mark[]): void {
		const others = marks.filter(({ user }) => !this.#desk.isMe({ id: user }));
		this.state.set({ marks: others.reduce(withMark, this.state.get().marks) });
		this.#wantNames();
	}

	typing(person: Person): void {
		this.#names.heard(person);
		this.#typing.heard(person);
	}

	drafted(drafts: readonly Draft[]): void {
		this.state.set({ drafts });
	}

	posted(message: ChatMessage, delivered: readonly string[]): void {
		this.#inbox.message(this.id, message);
		this.take(message);
		this.mark(...delivered.map((user) => ({ user, delivered: message.seq, read: 0 })));
	}

	#tell(change: Change): void {
		if (this.#asking) this.#told.push(change);
		const { messages, more } = this.state.get();
		// With it goes the draft whose place it takes.
		this.state.set({ drafts: this.#drafts.all, ...(this.#isCurrent && { messages: change(messages, more) }) });
		this.#wantNames();
	}

	/** Sees to it that those who are mentioned have names, while it is shown. */
	#wantNames(): void {
		const { summary, messages, marks, out } = this.state.get();
		if (this.isShown && !out) this.#names.want(summary, messages, marks);
	}

	#wantAll(): void {
		this.state.set({ loading: true });
		this.#errands.add(this.#load);
	}

	/** The newest page, and those before it that were loaded, as long as they join. */
	async #reload(): Promise<void> {
		await this.#asks(async () => {
			const { messages: known } = this.state.get();
			const removals = this.#removals;
			const page = await this.#page();
			let { messages, more } = page;
			/** From where on it is loaded again; what does not join is let go. */
			const from =
				(messages[0]?.seq ?? 0) <= (known.at(-1)?.seq ?? 0) ? (known[0]?.seq ?? 0) : Number.POSITIVE_INFINITY;
			for (let first; more && (first = messages[0]?.seq) && first > from;) {
				const earlier = await this.#page(first);
				messages = [...earlier.messages, ...messages];
				more = earlier.more;
			}
			if (removals !== this.#removals) return;
			this.#isCurrent = true;
			this.state.set({ out: false });
			this.#loaded(messages, { more, marks: page.marks });
		});
	}

	async #reloadMarks(): Promise<void> {
		const { marks } = await this.#desk.ask("history", { conversation: this.id, limit: 1 });
		this.mark(...marks);
	}

	async #loadOlder(): Promise<void> {
		await this.#asks(async () => {
			const [first] = this.state.get().messages;
			this.state.set({ loading: true });
			try {
				const { messages: earlier, more, marks } = await this.#page(first?.seq);
				const { messages } = this.state.get();
				// Otherwise it was loaded anew meanwhile, and does not begin where it did.
				if (messages[0]?.seq === first?.seq) this.#loaded([...earlier, ...messages], { more, marks });
			} finally {
				this.state.set({ loading: false });
			}
		});
	}

	#page(before?: number) {
		return this.#desk.ask("history", { conversation: this.id, before });
	}

	#loaded(page: Messages, { more, marks }: { more: boolean; marks: readonly Mark[] }): void {
		this.mark(...marks);
		const messages = this.#told.reduce((all, change) => change(all, more), page);
		this.#drafts.take(messages);
		this.state.set({ messages, more, drafts: this.#drafts.all, failed: undefined, loading: false });
		this.#wantNames();
	}

	/** Keeps what is told while pages are on their way. */
	async #asks(run: () => Promise<void>): Promise<void> {
		this.#asking++;
		try {
			await run();
		} finally {
			if (--this.#asking === 0) this.#told.length = 0;
		}
	}

	/** What those who show it may do. */
	get #actions(): Omit<OpenConversation, "close"> {
		const { id, state } = this;
		return {
			id,
			get: state.get,
			subscribe: state.subscribe,
			send: (text, more = {}) => {
				this.#typing.sent();
				this.#drafts.add(text, more);
			},
			retry: (draft) => this.#drafts.retry(draft),
			discard: (draft) => this.#drafts.discard(draft),
			older: () => (this.#older ??= this.#loadOlder().finally(() => (this.#older = undefined))),
			edit: (seq, text) => this.#ask("edit", { seq, text }),
			delete: (seq) => this.#ask("delete", { seq }),
			react: async (seq, emoji, on) => {
				// An older browser may not know an emoji by name; its form is enough here, and the server looks again.
				if (on && !isEmoji(emoji) && !hasEmojiShape(emoji))
					throw new ParlourError("bad_frame", "A reaction is one emoji.");
				await this.#ask("react", { seq, emoji, on });
			},
			report: (seq, reason) => this.#ask("report", { seq, reason }),
			read: () => this.reading.seen(),
			type: () => this.#typing.tell(),
			mute: (on) => this.#ask("mute", { on }),
			rename: (name) => this.#ask("rename", { name }),
			members: (change) => this.#ask("members", change),
			listMembers: () => this.#listMembers(),
			leave: () => this.#ask("leave", {}),
		};
	}

	#listMembers(): Members {
		const list = new Members(this.#desk, this.id, () => this.#memberLists.delete(list));
		this.#memberLists.add(list);
		return list;
	}

	/** What comes of it is told as an event, in its place among all others. */
	async #ask<R extends Asked>(name: R, what: Ask<R>): Promise<void> {
		await this.#desk.ask(name, { ...what, conversation: this.id } as unknown as ChatRequests[R]);
	}
}
