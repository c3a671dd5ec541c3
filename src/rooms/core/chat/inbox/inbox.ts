import type { Introduction } from "../../../../door/chat/introduction.ts";
import type { News } from "../../../../door/chat/news.ts";
import type { PeopleChange } from "../../../../door/chat/people-calls.ts";
import { CHAT, type Conversation, type Person } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { Json } from "../../../../protocol/json.ts";
import type { Caller } from "../../access.ts";
import type { Annex, Turn } from "../../annex.ts";
import type { Call } from "../../calls.ts";
import type { RoomHost } from "../../ports.ts";
import type { Reader } from "../../reader.ts";
import type { Room } from "../../room.ts";
import { Company } from "./company.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import { Bucket } from "../../bucket.ts";
import { refuse } from "../../throttle.ts";
import { inboxHandlers } from "./handlers.ts";
import { List } from "./list.ts";
import { Owner } from "./owner.ts";
import { People } from "./people.ts";
import type { InboxStore, Lines } from "./ports.ts";
import { answerRequest, type Handlers } from "./requests.ts";
import { Talk } from "./talk.ts";
import { Unread } from "./unread.ts";
import { Voice } from "./voice.ts";

export interface InboxParts {
	readonly user: string;
	readonly store: InboxStore;
	readonly host: RoomHost;
	readonly lines: Lines;
	/** After how long the origin is told of what was not read, in milliseconds; 0 for never. */
	readonly unreadAfterMs: { readonly direct: number; readonly group: number };
	/** How long a user whose last page is gone is still there, in milliseconds. */
	readonly graceMs: number;
}

/** What makes a user's own channel their inbox. It is attached to the channel's room, and speaks through it. */
export class Inbox implements Annex {
	readonly component = CHAT;
	readonly presence: Annex["presence"];
	readonly #voice = new Voice();
	readonly #owner: Owner;
	readonly #list: List;
	readonly #company: Company;
	readonly #people: People;
	readonly #unread: Unread;
	readonly #talk: Talk;
	readonly #handlers: Handlers;

	constructor({ user, store, host, lines, unreadAfterMs, graceMs }: InboxParts) {
		const voice = this.#voice;
		const owner = (this.#owner = new Owner(user, store, host));
		this.#list = new List({ user, store, voice, clock: host, unreadAfterMs, onNew: (about) => talk.enter(about) });
		this.#company = new Company({ owner, store, host, lines, voice, graceMs });
		this.#people = new People({ owner, store, host, lines, voice });
		this.#unread = new Unread({ owner, store, host, lines, voice });
		const talk = (this.#talk = new Talk({ owner, list: this.#list, lines }));
		const parts = { owner, list: this.#list, people: this.#people, talk, lines, voice, store };
		const rate = { perSecond: 1_000 / CHAT_LIMITS.begunEveryMs, burst: CHAT_LIMITS.begunAtOnce };
		const begun = new Bucket(rate, host.now());
		this.#handlers = inboxHandlers({ ...parts, begin: () => refuse(begun.take(host.now())) });
		this.presence = {
			memberJoined: () => this.#company.came(),
			memberLeft: () => this.#company.left(),
		};
	}

	/** The room is there, with the sockets that are left of its last life. */
	begin(room: Room): void {
		this.#voice.begin(room);
		this.#company.restore();
	}

	/** Answers what a page asks. @throws FaultError */
	async ask(caller: Caller, { data }: Call): Promise<Json> {
		if (caller.kind !== "member") throw new FaultError("ticket_required");
		this.#seen(caller);
		return answerRequest(this.#owner.current(caller), data, this.#handlers);
	}

	readerChanged(reader: Reader, turn: Turn): void {
		if (turn === "came" || turn === "renewed") this.#seen(reader.caller);
		if (turn === "came") void this.#unread.heard();
		this.#company.turned(turn);
	}

	#seen(caller: Caller): void {
		if (this.#owner.seen(caller)) void this.#talk.renamed();
	}

	nextDue(): number | undefined {
		const due = [this.#unread.nextDue(), this.#company.nextDue()].filter((at) => at !== undefined);
		return due.length === 0 ? undefined : Math.min(...due);
	}

	alarm(): void {
		this.#unread.alarm();
		this.#company.alarm();
	}

	webhook(type: string, data: { readonly [key: string]: Json }): { readonly [key: string]: Json } | undefined {
		return this.#unread.webhook(type, data);
	}

	/** From a conversation's room. */
	async take(news: News): Promise<{ delivered: boolean }> {
		return { delivered: await this.#list.take(news) };
	}

	/** From the inbox of a user who wants to talk to this one. @throws FaultError `forbidden` */
	meet(by: Person, groups: readonly string[]): Introduction {
		this.#owner.assertKnows(by.id, groups);
		return { person: this.#owner.person, blocks: this.#owner.blocks(by.id) };
	}

	introduce(people: readonly Person[]): void {
		this.#owner.introduce(people);
	}

	list(page: { before?: number; limit?: number }): { conversations: Conversation[]; more: boolean } {
		return this.#list.page(page);
	}

	/** Whether a page of the user is there, or was a moment ago. */
	get isOnline(): boolean {
		return this.#company.isHere;
	}

	peopleChanged(group: string, change: PeopleChange): { watching: boolean } {
		return { watching: this.#people.changed(group, change) };
	}
}
