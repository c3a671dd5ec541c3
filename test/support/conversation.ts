import { type AreaRules, DEFAULT_RULES } from "../../src/config/rules.ts";
import type { Actor, Beginning } from "../../src/door/chat/conversation-calls.ts";
import type { News } from "../../src/door/chat/news.ts";
import type { File } from "../../src/protocol/chat/model.ts";
import type { Role } from "../../src/protocol/user.ts";
import type { FileStore } from "../../src/rooms/core/chat/files-port.ts";
import { Conversation } from "../../src/rooms/core/chat/conversation/conversation.ts";
import type { InboxPort } from "../../src/rooms/core/chat/conversation/ports.ts";
import { MemoryConversation } from "../../src/rooms/store/memory-conversation.ts";
import { MemoryLog } from "../../src/rooms/store/memory-log.ts";
import { memoryStore } from "../../src/rooms/store/memory-store.ts";
import { ManualHost, turn } from "./host.ts";
import { TestOrigin } from "./origin.ts";

export const ORIGIN: Actor = { kind: "origin" };

export function person(id: string) {
	return { id, name: id.toUpperCase() };
}

export function member(id: string, role?: Role): Actor {
	return { kind: "member", person: person(id), ...(role && { role }) };
}

/** Inboxes in memory: they keep what they are told, and are out of reach or silent as the test says. */
export class TestInboxes implements InboxPort {
	readonly told: { readonly user: string; readonly news: News }[] = [];
	/** Users with a device. */
	readonly online = new Set<string>();
	/** Users whose inbox fails. */
	readonly broken = new Set<string>();
	/** Users whose inbox does not answer before the test says so. */
	readonly silent = new Map<string, PromiseWithResolvers<void>>();

	async take(user: string, news: News): Promise<{ delivered: boolean }> {
		await this.silent.get(user)?.promise;
		if (this.broken.has(user)) throw new Error("the inbox is out of reach");
		this.told.push({ user, news: structuredClone(news) });
		return { delivered: this.online.has(user) };
	}

	/** What a user was told, in short. */
	of(user: string): string[] {
		return this.told.filter((one) => one.user === user).map(({ news }) => inShort(news));
	}

	clear(): void {
		this.told.length = 0;
	}
}

function inShort(news: News): string {
	switch (news.kind) {
		case "message":
			return `message ${news.message.seq} ${news.message.text}`;
		case "changed":
			return `changed ${news.message.seq} ${news.message.text}`;
		case "mark":
			return `mark ${news.mark.user} ${news.mark.delivered} ${news.mark.read}`;
		case "typing":
			return `typing ${news.user.id}`;
		case "conversation":
		case "removed":
			return news.kind;
	}
}

/** Files in memory. */
export class TestFiles implements FileStore {
	readonly kept = new Map<string, { readonly file: File; readonly by: string }>();
	isBroken = false;

	add(id: string, by: string): void {
		const file = { id, name: `${id}.png`, type: "image/png", bytes: 10, url: `/v1/files/${id}/${id}.png` };
		this.kept.set(id, { file, by });
	}

	async get(ids: readonly string[], by: string): Promise<File[]> {
		const found = ids.map((id) => this.kept.get(id));
		return found.flatMap((one) => (one?.by === by ? [one.file] : []));
	}

	async delete(ids: readonly string[]): Promise<void> {
		if (this.isBroken) throw new Error("the files are out of reach");
		for (const id of ids) this.kept.delete(id);
	}
}

/** A conversation in memory, with a clock that the test turns and inboxes that it reads. */
export class TestConversation {
	readonly host = new ManualHost();
	readonly log = new MemoryLog("e");
	readonly store = new MemoryConversation();
	readonly outbox = memoryStore().outbox;
	readonly origin = new TestOrigin();
	readonly inboxes = new TestInboxes();
	readonly files = new TestFiles();
	readonly id: string;
	/** How often it asked for its storage to be wiped. */
	wiped = 0;
	room: Conversation;
	readonly #rules: Partial<AreaRules>;
	#ids = 0;

	constructor(id = "g.1", rules: Partial<AreaRules> = {}) {
		this.id = id;
		this.#rules = rules;
		this.room = this.#open();
	}

	get talk() {
		return this.room.talk;
	}

	get company() {
		return this.room.company;
	}

	/** Begins a group, or by its id a direct one, and forgets what was told of that. */
	async begin(users: readonly string[], more: Partial<Beginning> = {}): Promise<this> {
		const kind = this.id.startsWith("d.") ? "direct" : "group";
		this.company.begin(member(users[0] ?? ""), { kind, members: users.map(person), ...more });
		await turn();
		this.inboxes.clear();
		return this;
	}

	/** Posts a text, and answers its number. */
	async say(user: string, text: string, more: { id?: string; replyTo?: number; files?: readonly string[] } = {}) {
		const { files, ...rest } = more;
		const draft = { id: `m${++this.#ids}`, text, ...rest, ...(files && { files: [...files] }) };
		return (await this.talk.post(member(user), draft)).message.seq;
	}

	/** What the history shows a user: number and text of each message. */
	shown(user: string): string[] {
		return this.talk.history(member(user), {}).messages.map(({ seq, text }) => `${seq} ${text}`);
	}

	/** What becomes of it when its object was ended in its midst: what is stored, and nothing else. */
	async wake(): Promise<void> {
		this.room = this.#open();
		this.room.resume();
		await turn();
	}

	/** Lets time pass, and runs its alarm where it asked for that. */
	async later(ms: number): Promise<void> {
		this.host.advance(ms);
		if ((this.host.wake ?? Number.POSITIVE_INFINITY) <= this.host.now()) {
			this.host.wake = undefined;
			await this.room.alarm();
		}
		await turn();
	}

	#open(): Conversation {
		const { id, log, store, outbox, host, origin, inboxes, files } = this;
		const rules = { ...DEFAULT_RULES, ...this.#rules };
		const onEmpty = () => {
			this.wiped++;
		};
		return new Conversation({ id, log, store, outbox, rules, host, origin, inboxes, files, onEmpty });
	}
}
