import type {
	Arrival,
	ChatApi,
	ChatMessage,
	ConversationState,
	Draft,
	InboxState,
	OpenConversation,
	PeopleList,
	PeopleState,
	Person,
	PersonOnline,
	SentFile,
	Status,
	Summary,
} from "../../../../src/client/chat/types.ts";

import { listMembers } from "./fake-members.ts";
import { Value } from "./value.ts";

/** What a test's page begins with. */
export interface World {
	readonly you: Person;
	readonly conversations: readonly Summary[];
	readonly messages: Readonly<Record<string, readonly ChatMessage[]>>;
	readonly people: readonly PersonOnline[];
	/** All members of groups whose summaries list some. */
	readonly members?: Readonly<Record<string, readonly Person[]>>;
}

const PAGE = 20;
/** Members that a summary lists. */
const SHOWN = 20;

class Conversation {
	readonly state: Value<ConversationState>;
	readonly all: ChatMessage[];
	/** All members. */
	members: readonly Person[];
	readonly lists = new Set<() => void>();

	constructor(summary: Summary | undefined, all: readonly ChatMessage[], members: readonly Person[]) {
		this.all = [...all];
		this.members = members;
		const messages = this.all.slice(-PAGE);
		const marks = (summary?.members ?? []).map(({ id: user }) => ({ user, delivered: 0, read: 0 }));
		const more = this.all.length > PAGE;
		this.state = new Value<ConversationState>({
			summary,
			messages,
			drafts: [],
			more,
			loading: false,
			marks,
			typing: [],
			names: [],
			former: [],
			out: false,
		});
	}
}

/** A chat without a server: what it would do is done at once, and everything that is asked is written down. */
export class FakeChat implements ChatApi {
	readonly inbox: Value<InboxState>;
	/** What was asked, in order. */
	readonly asked: (readonly unknown[])[] = [];
	/** Whether what is sent or asked fails, and with which code. */
	failing: string | undefined;
	/** Whether the user may remove members of groups. */
	mayRemove = true;
	/** Whether messages and files stay on their way. */
	isStuck = false;
	readonly #conversations = new Map<string, Conversation>();
	readonly #world: World;
	readonly #handlers = new Set<(arrival: Arrival) => void>();
	readonly #people: Value<PeopleState>;
	#drafts = 0;

	constructor(world: World) {
		this.#world = world;
		const { you, conversations, people } = world;
		const unread = conversations.reduce((sum, one) => sum + (one.muted ? 0 : one.unread), 0);
		this.inbox = new Value<InboxState>({ state: "live", you, conversations, more: false, unread, blocked: [] });
		this.#people = new Value<PeopleState>({ count: people.length, people, more: false, query: "", loading: false });
	}

	#of(id: string): Conversation {
		const known = this.#conversations.get(id);
		if (known) return known;
		const summary = this.summary(id);
		const members = this.#world.members?.[id] ?? summary?.members ?? [];
		const made = new Conversation(summary, this.#world.messages[id] ?? [], members);
		this.#conversations.set(id, made);
		return made;
	}

	summary(id: string): Summary | undefined {
		return this.inbox.get().conversations.find((one) => one.id === id);
	}

	/** Changes a conversation in the list and in its window. */
	change(id: string, change: Partial<Summary>): void {
		const conversations = this.inbox.get().conversations.map((one) => (one.id === id ? { ...one, ...change } : one));
		const unread = conversations.reduce((sum, one) => sum + (one.muted ? 0 : one.unread), 0);
		this.inbox.set({ conversations, unread });
		this.#of(id).state.set({ summary: this.summary(id) });
	}

	/** Changes what a conversation shows: its marks, who is typing. */
	show(id: string, change: Partial<ConversationState>): void {
		this.#of(id).state.set(change);
	}

	#put(id: string, message: ChatMessage): void {
		const { state, all } = this.#of(id);
		all.push(message);
		state.set({ messages: [...state.get().messages, message] });
		this.change(id, { last: message, at: message.at });
	}

	#replace(id: string, seq: number, change: Partial<ChatMessage>): void {
		const { state } = this.#of(id);
		const messages = state.get().messages.map((one) => (one.seq === seq ? { ...one, ...change } : one));
		state.set({ messages });
	}

	/** A message of somebody else comes in. */
	arrive(id: string, text: string, more: Partial<ChatMessage> = {}): void {
		const from = more.from ?? this.summary(id)?.members.find((one) => one.id !== this.#world.you.id);
		const message: ChatMessage = { seq: this.#next(id), at: Date.now(), text, ...(from && { from }), ...more };
		this.#put(id, message);
		this.change(id, { unread: (this.summary(id)?.unread ?? 0) + 1 });
		const conversation = this.summary(id);
		if (conversation) for (const run of this.#handlers) run({ conversation, message });
	}

	#next(id: string): number {
		return (this.#of(id).all.at(-1)?.seq ?? 0) + 1;
	}

	async #ask(...what: readonly unknown[]): Promise<void> {
		this.asked.push(what);
		await Promise.resolve();
		if (this.failing) throw Object.assign(new Error(this.failing), { code: this.failing });
	}

	async direct(user: string): Promise<string> {
		await this.#ask("direct", user);
		const known = this.inbox
			.get()
			.conversations.find(({ kind, members }) => kind === "direct" && members.some(({ id }) => id === user));
		if (known) return known.id;
		const person = this.#world.people.find(({ id }) => id === user) ?? { id: user };
		return this.#add({ id: `d.${user}`, kind: "direct", members: [this.#world.you, person], size: 2 });
	}

	async create(name: string, users: readonly string[]): Promise<string> {
		await this.#ask("create", name, users);
		const people = this.#world.people.filter(({ id }) => users.includes(id));
		return this.#add({
			id: `g.${name}`,
			kind: "group",
			name,
			members: [this.#world.you, ...people],
			size: users.length + 1,
		});
	}

	#add(one: Pick<Summary, "id" | "kind" | "name" | "members" | "size">): string {
		const summary = { ...one, at: Date.now(), unread: 0, muted: false, closed: false };
		this.inbox.set({ conversations: [summary, ...this.inbox.get().conversations] });
		return one.id;
	}

	conversation(id: string): OpenConversation {
		const { state } = this.#of(id);
		this.asked.push(["conversation", id]);
		return {
			id,
			get: state.get,
			subscribe: state.subscribe,
			send: (text, more) => this.#send(id, { text, ...more }),
			retry: (draft) => this.#retry(id, draft),
			discard: (draft) => state.set({ drafts: state.get().drafts.filter((one) => one.id !== draft) }),
			older: () => this.#older(id),
			edit: (seq, text) => this.#change(id, seq, { text, edited: Date.now() }),
			delete: (seq) => this.#change(id, seq, { text: "", files: [], deleted: true }),
			react: (seq, emoji, on) => this.#react(id, seq, emoji, on),
			report: (seq, reason) => this.#ask("report", seq, reason),
			read: () => {
				this.asked.push(["read", id]);
				if ((this.summary(id)?.unread ?? 0) > 0) this.change(id, { unread: 0 });
			},
			type: () => void this.asked.push(["type", id]),
			mute: async (on) => {
				await this.#ask("mute", id, on);
				this.change(id, { muted: on });
			},
			rename: async (name) => {
				await this.#ask("rename", id, name);
				this.change(id, { name });
			},
			members: (change) => this.#members(id, change),
			listMembers: () =>
				listMembers(this.#of(id), { id, mayRemove: this.mayRemove, ask: (...what) => this.#ask(...what) }),
			leave: async () => {
				await this.#ask("leave", id);
				this.inbox.set({ conversations: this.inbox.get().conversations.filter((one) => one.id !== id) });
			},
			close: () => void this.asked.push(["close", id]),
		};
	}

	#send(id: string, one: Pick<Draft, "text" | "replyTo" | "files">): void {
		const draft: Draft = { id: `draft${++this.#drafts}`, at: Date.now(), state: "sending", ...one };
		const { state } = this.#of(id);
		state.set({ drafts: [...state.get().drafts, draft] });
		this.#post(id, draft);
	}

	#retry(id: string, draft: string): void {
		const { state } = this.#of(id);
		const one = state.get().drafts.find((other) => other.id === draft);
		if (one) this.#post(id, { ...one, state: "sending" });
	}

	#post(id: string, draft: Draft): void {
		const { state } = this.#of(id);
		const rest = state.get().drafts.filter((one) => one.id !== draft.id);
		this.asked.push(["send", draft.text, draft.replyTo]);
		if (this.isStuck) return state.set({ drafts: [...rest, draft] });
		if (this.failing) return state.set({ drafts: [...rest, { ...draft, state: "failed", code: this.failing }] });
		const { text, replyTo, files } = draft;
		state.set({ drafts: rest });
		const seq = this.#next(id);
		this.#put(id, {
			seq,
			at: Date.now(),
			id: draft.id,
			from: this.#world.you,
			text,
			...(replyTo !== undefined && { replyTo }),
			...(files && { files: files.flatMap((one) => ("blob" in one ? [] : [one])) }),
		});
	}

	async #older(id: string): Promise<void> {
		const { state, all } = this.#of(id);
		state.set({ loading: true });
		try {
			await this.#ask("older", id);
		} finally {
			state.set({ loading: false });
		}
		const have = state.get().messages.length;
		state.set({ messages: all.slice(-have - PAGE), more: all.length > have + PAGE });
	}

	async #change(id: string, seq: number, change: Partial<ChatMessage>): Promise<void> {
		await this.#ask(change.deleted ? "delete" : "edit", seq, change.text);
		this.#replace(id, seq, change);
	}

	async #react(id: string, seq: number, emoji: string, on: boolean): Promise<void> {
		await this.#ask("react", seq, emoji, on);
		const { reactions = [] } =
			this.#of(id)
				.state.get()
				.messages.find((one) => one.seq === seq) ?? {};
		const you = this.#world.you.id;
		const others = (reactions.find((one) => one.emoji === emoji)?.users ?? []).filter((user) => user !== you);
		const users = on ? [...others, you] : others;
		const rest = reactions.filter((one) => one.emoji !== emoji);
		this.#replace(id, seq, { reactions: users.length > 0 ? [...rest, { emoji, users }] : rest });
	}

	async #members(
		id: string,
		{ add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
	): Promise<void> {
		await this.#ask("members", id, add, remove);
		const joined = this.#world.people.filter((one) => add.includes(one.id));
		this.consistsOf(id, [...this.#of(id).members.filter((one) => !remove.includes(one.id)), ...joined]);
	}

	/** The members are these now. */
	consistsOf(id: string, members: readonly Person[]): void {
		const conversation = this.#of(id);
		conversation.members = members;
		this.change(id, { members: members.slice(0, SHOWN), size: members.length });
		for (const run of conversation.lists) run();
	}

	people(): PeopleList {
		this.asked.push(["people"]);
		const { get, subscribe } = this.#people;
		const search = (query: string): void => {
			const people = this.#world.people.filter(({ name }) => (name ?? "").toLowerCase().includes(query.toLowerCase()));
			this.#people.set({ query, people });
		};
		return { get, subscribe, search, close: () => void this.asked.push(["no people"]) };
	}

	async more(): Promise<void> {
		await this.#ask("more");
		this.inbox.set({ more: false });
	}

	async block(user: string, on: boolean): Promise<void> {
		await this.#ask("block", user, on);
		const rest = this.inbox.get().blocked.filter((one) => one !== user);
		this.inbox.set({ blocked: on ? [...rest, user] : rest });
	}

	async upload(file: Blob, name: string): Promise<SentFile> {
		await this.#ask("upload", name, file.size);
		if (this.isStuck) await new Promise(() => undefined);
		return {
			id: name,
			name,
			type: file.type || "application/octet-stream",
			bytes: file.size,
			url: `/v1/files/1/${name}`,
		};
	}

	status(status: Status): void {
		this.asked.push(["status", status]);
	}

	onArrival(handler: (arrival: Arrival) => void): () => void {
		this.#handlers.add(handler);
		return () => this.#handlers.delete(handler);
	}

	close(): void {
		this.asked.push(["end"]);
	}
}
