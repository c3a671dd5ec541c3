import type { ClientMessage, Json, Link, LinkListener, ServerFrame, Transport } from "../../../src/client/index.ts";
import type { ChatMessage, Mark, Person, PersonOnline, Summary } from "../../../src/client/chat/types.ts";
import { CHAT_LIMITS } from "../../../src/protocol/chat/limits.ts";
import type { ChatRequestName } from "../../../src/protocol/chat/model.ts";
import { CHAT_REQUESTS, requestName } from "../../../src/protocol/chat/requests.ts";
import { event, welcome } from "../support/frames.ts";
import { answersOf, Refusal } from "./fake-answers.ts";

export interface Kept {
	summary: Summary;
	/** All members; the summary lists the first. */
	members: Person[];
	messages: ChatMessage[];
	marks: Map<string, Mark>;
	/** The log of a conversation has edits and reactions in it, too: messages are not numbered without holes. */
	head: number;
	/** How far the user has read. */
	read: number;
}

class Line implements Link {
	readonly #inbox: FakeInbox;
	readonly listener: LinkListener;
	status: Json = null;
	isOpen = true;

	constructor(inbox: FakeInbox, listener: LinkListener) {
		this.#inbox = inbox;
		this.listener = listener;
	}

	send(message: ClientMessage): void {
		if (message.type === "state") this.status = message.data;
		if (message.type === "call") this.#inbox.asked(this, message);
		if (message.type === "replay") this.tell(...this.#inbox.after(message.after));
	}

	ping(): void {
		queueMicrotask(() => this.isOpen && this.listener.pong(this.#inbox.cursor));
	}

	close(): void {
		this.isOpen = false;
	}

	tell(...frames: readonly ServerFrame[]): void {
		if (frames.length > 0) queueMicrotask(() => this.isOpen && this.listener.frames(frames));
	}
}

/**
 * A user's inbox that speaks the contract, with as many devices as connect to it. The test speaks for everybody else,
 * and for a network that loses things.
 */
export class FakeInbox {
	readonly you: Person;
	readonly conversations = new Map<string, Kept>();
	people: PersonOnline[] = [];
	blocked: string[] = [];
	/** Whom a message of the user reaches at once. */
	reaches: string[] = [];
	/** What was asked, in its order. */
	readonly requests: { readonly do: ChatRequestName; readonly [field: string]: unknown }[] = [];
	/** What is answered with a fault, by its name. */
	readonly refuses = new Map<ChatRequestName, Refusal>();
	/** What gets lost on the way to the room, or on the way back. */
	readonly loses = new Map<ChatRequestName, "request" | "answer">();
	/** Requests that wait for {@link release}, by their name: they are done, and not answered. */
	readonly holds = new Set<ChatRequestName>();
	/** Whether the next events are late: they are in the log, and come with the next connection. */
	isQuiet = false;
	/** Whether nobody can connect. */
	isAway = false;
	readonly lines: Line[] = [];
	now = (): number => 1_800_000_000_000;
	readonly #answers = answersOf(this);
	#held: (() => void)[] = [];
	#log: ServerFrame[] = [];
	#epoch = 1;

	constructor(you: Person) {
		this.you = you;
	}

	readonly open: Transport = (address, listener) => {
		const line = new Line(this, listener);
		// Not before the client has its link, for which it waits a turn.
		queueMicrotask(() => queueMicrotask(() => this.#welcome(line, address.since)));
		return line;
	};

	#welcome(line: Line, since: string | undefined): void {
		if (!line.isOpen) return undefined;
		if (this.isAway) return line.listener.closed(1006, "");
		this.lines.push(line);
		const isKnown = since?.startsWith(`e${this.#epoch}:`) === true;
		const you = { id: this.you.id, role: "member" as const, ...(this.you.name && { name: this.you.name }) };
		const limits = { messageBytes: 32_768, heartbeat: 25_000 };
		return line.listener.frames([
			welcome(this.cursor, { you, resumed: isKnown ? "complete" : "fresh", limits }),
			...(isKnown && since ? this.after(since) : []),
		]);
	}

	/** Messages of others that were not read. */
	unread({ messages, read }: Kept): number {
		return messages.filter(({ seq, from, deleted }) => seq > read && from?.id !== this.you.id && !deleted).length;
	}

	get cursor(): string {
		return `e${this.#epoch}:${this.#log.length}`;
	}

	get connected(): readonly Line[] {
		return this.lines.filter(({ isOpen }) => isOpen);
	}

	after(cursor: string): ServerFrame[] {
		return this.#log.slice(Number(cursor.split(":")[1]));
	}

	/** How often something was asked. */
	count(name: ChatRequestName): number {
		return this.requests.filter((one) => one.do === name).length;
	}

	// What the network does.

	/** Every connection breaks. */
	drop(code = 1006): void {
		for (const line of this.connected) {
			line.isOpen = false;
			line.listener.closed(code, "");
		}
	}

	/** The log begins anew: whoever comes back has missed something. */
	forget(): void {
		this.#epoch++;
		this.#log = [];
	}

	/** Lets what is held be answered. */
	release(): void {
		this.isQuiet = false;
		this.holds.clear();
		for (const answer of this.#held.splice(0)) answer();
	}

	// What others do.

	/** A conversation with messages of `from`, a second apart, that are read or not. */
	has(id: string, more: Partial<Summary> = {}, texts: readonly string[] = [], from?: Person): Summary {
		const { members = [this.you, from ?? { id: "bob", name: "Bob" }], ...rest } = more;
		const kept: Kept = {
			summary: {
				id,
				kind: id.startsWith("g.") ? "group" : "direct",
				members: members.slice(0, CHAT_LIMITS.shownMembers),
				size: members.length,
				at: this.now() - 1_000_000,
				unread: 0,
				muted: false,
				closed: false,
				...rest,
			},
			members: [...members],
			messages: [],
			marks: new Map(members.map((one) => [one.id, { user: one.id, delivered: 0, read: 0 }])),
			head: 0,
			read: 0,
		};
		this.conversations.set(id, kept);
		for (const text of texts) this.#add(kept, { text, from: from ?? members.at(-1) });
		return kept.summary;
	}

	/** Somebody writes; `at` unless it is now. */
	says(id: string, from: Person, text: string, more: Partial<ChatMessage> = {}): ChatMessage {
		const kept = this.kept(id);
		const message = this.#add(kept, { text, from, at: Math.max(this.now(), kept.summary.at + 1), ...more });
		const unread = from.id === this.you.id ? kept.summary.unread : kept.summary.unread + 1;
		kept.summary = { ...kept.summary, unread };
		this.tell("chat.message", { conversation: id, message, unread });
		return message;
	}

	/** A message is changed, by whoever may. */
	changes(id: string, seq: number, change: Partial<ChatMessage>): ChatMessage {
		const kept = this.kept(id);
		const known = kept.messages.find((one) => one.seq === seq);
		if (!known) throw new Refusal("not_found");
		const message = { ...known, ...change };
		kept.head++;
		kept.messages = kept.messages.map((one) => (one === known ? message : one));
		if (kept.summary.last?.seq === seq) kept.summary = { ...kept.summary, last: message };
		const wasUnread = !known.deleted && seq > kept.read && known.from?.id !== this.you.id;
		const unread = kept.summary.unread - (message.deleted && wasUnread ? 1 : 0);
		kept.summary = { ...kept.summary, unread: Math.max(0, unread) };
		if (message.deleted) this.#forget(id, seq);
		this.tell("chat.changed", { conversation: id, message, unread: kept.summary.unread });
		return message;
	}

	/** Takes what was told of a message out of the log. */
	#forget(id: string, seq: number): void {
		this.#log = this.#log.map((frame, index) => {
			const told = frame.type === "event" ? (frame.data as { conversation?: Json; message?: { seq?: Json } }) : {};
			return told.conversation === id && told.message?.seq === seq ? { type: "skip", seq: index + 1 } : frame;
		});
	}

	/** A conversation is no longer as it was. */
	becomes(id: string, change: Partial<Summary>): Summary {
		const kept = this.kept(id);
		kept.summary = { ...kept.summary, ...change };
		this.tell("chat.conversation", { conversation: kept.summary });
		return kept.summary;
	}

	/** The members are these now. */
	consistsOf(id: string, members: readonly Person[]): Summary {
		this.kept(id).members = [...members];
		return this.becomes(id, { members: members.slice(0, CHAT_LIMITS.shownMembers), size: members.length });
	}

	/** The user is taken out, or leaves. */
	removes(id: string): void {
		this.conversations.delete(id);
		this.tell("chat.removed", { conversation: id });
	}

	/** A member has got further. */
	marks(id: string, mark: Mark): void {
		this.kept(id).marks.set(mark.user, mark);
		this.signal("chat.mark", { conversation: id, mark });
	}

	/** Somebody comes online or changes, and somebody leaves. */
	peopleChange(joined: readonly PersonOnline[], left: readonly string[] = []): void {
		const gone = new Set([...left, ...joined.map(({ id }) => id)]);
		this.people = [...this.people.filter(({ id }) => !gone.has(id)), ...joined];
		this.signal("chat.people", { count: this.people.length, joined, left });
	}

	/** An event in the inbox's log. */
	tell(name: string, data: object): void {
		const frame = event(this.#log.length + 1, data as Json, name);
		this.#log.push(frame);
		if (!this.isQuiet) for (const line of this.connected) line.tell(frame);
	}

	signal(name: string, data: object): void {
		for (const line of this.connected) line.tell({ type: "signal", name, data: data as Json });
	}

	// What pages ask.

	/** @internal */
	asked(line: Line, { ref, data, component }: Extract<ClientMessage, { type: "call" }>): void {
		if (component !== "parlour.chat") throw new Error(`Nobody answers calls of ${component}.`);
		const { do: name } = requestName(data, "data");
		const asked = JSON.parse(JSON.stringify(data)) as Json;
		this.requests.push(asked as unknown as (typeof this.requests)[number]);
		const lost = this.loses.get(name);
		if (lost === "request") return;
		const answer = this.#answer(name, asked, ref);
		if (lost === "answer") return;
		if (this.holds.has(name)) this.#held.push(() => line.tell(answer));
		else line.tell(answer);
	}

	#answer(name: ChatRequestName, asked: Json, ref: string): ServerFrame {
		try {
			const refusal = this.refuses.get(name);
			if (refusal) throw refusal;
			const given = CHAT_REQUESTS[name](asked, "data");
			return { type: "reply", ref, data: (this.#answers[name] as (given: unknown) => Json)(given) };
		} catch (error) {
			const { code = "bad_frame", message, retryAfter } = error as Partial<Refusal> & Error;
			return { type: "fault", ref, code, message, retryAfter };
		}
	}

	/** @throws Refusal */
	kept(id: string): Kept {
		const kept = this.conversations.get(id);
		if (!kept) throw new Refusal("not_found");
		return kept;
	}

	#add(kept: Kept, more: Omit<Partial<ChatMessage>, "text"> & { readonly text: string }): ChatMessage {
		kept.head++;
		const message: ChatMessage = { seq: kept.head, at: kept.summary.at + 1_000, ...more };
		kept.messages.push(message);
		kept.summary = { ...kept.summary, last: message, at: message.at };
		return message;
	}
}
