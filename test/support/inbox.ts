import { DEFAULT_RULES } from "../../src/config/rules.ts";
import type { News } from "../../src/door/chat/news.ts";
import type { GroupMember, PeopleCalls, PeoplePage, PeopleQuery } from "../../src/door/chat/people-calls.ts";
import {
	CHAT_ANSWERS,
	type ChatAnswers,
	type ChatMessage,
	type ChatRequestName,
} from "../../src/protocol/chat/model.ts";
import type { Conversation, Person } from "../../src/protocol/chat/model.ts";
import { FaultError } from "../../src/protocol/fault.ts";
import type { Json } from "../../src/protocol/json.ts";
import { read } from "../../src/protocol/shape.ts";
import type { Caller } from "../../src/rooms/core/access.ts";
import { Inbox } from "../../src/rooms/core/chat/inbox/inbox.ts";
import type { Lines } from "../../src/rooms/core/chat/inbox/ports.ts";
import { Room } from "../../src/rooms/core/room.ts";
import { MemoryInbox } from "../../src/rooms/store/memory-inbox.ts";
import { memoryStore } from "../../src/rooms/store/memory-store.ts";
import { ManualHost, turn } from "./host.ts";
import { Life } from "./life.ts";
import { TestOrigin } from "./origin.ts";
import { TestReader, TestSink } from "./room.ts";

const RULES = {
	...DEFAULT_RULES,
	guests: false,
	presence: "off",
	webhooks: ["message.unread"],
	presenceGraceMs: 8_000,
} as const;

/** A group in memory: who is online there, what it was told, and whether it can be reached. */
export class TestGroup implements PeopleCalls {
	readonly people = new Map<string, GroupMember>();
	readonly told: string[] = [];
	readonly queries: PeopleQuery[] = [];
	isDown = false;
	/** How many people it answers at most. */
	most = 1_000;

	async enter(member: GroupMember): Promise<void> {
		this.#note(`enter ${member.id} ${member.status}`);
		this.people.set(member.id, member);
	}

	async leave(user: string): Promise<void> {
		this.#note(`leave ${user}`);
		this.people.delete(user);
	}

	async list(query: PeopleQuery): Promise<PeoplePage> {
		if (this.isDown) throw new Error("down");
		this.queries.push(query);
		const found = [...this.people.values()].filter(({ name = "" }) => name.includes(query.query ?? ""));
		return { count: this.people.size, found: found.length, people: found.slice(0, Math.min(query.limit, this.most)) };
	}

	async unwatch(user: string): Promise<void> {
		this.#note(`unwatch ${user}`);
	}

	/** Others who are there. */
	add(...ids: string[]): void {
		for (const id of ids) this.people.set(id, { id, name: id.toUpperCase(), status: "online" });
	}

	#note(what: string): void {
		if (this.isDown) throw new Error("down");
		this.told.push(what);
	}
}

/** A user's inbox in memory, among conversations and groups that the test speaks for. */
export class TestInbox {
	readonly user: string;
	readonly host = new ManualHost();
	readonly store = new MemoryInbox();
	readonly rest = memoryStore();
	readonly origin = new TestOrigin();
	readonly groups = new Map<string, TestGroup>();
	/** What conversations were asked, and what they answer: a function by the name of the call, or nothing much. */
	readonly asked: { readonly id: string; readonly call: string; readonly given: readonly unknown[] }[] = [];
	readonly answers: { [call: string]: (...given: never[]) => unknown } = {};
	/** What other inboxes say. */
	meet: (user: string, by: Person, groups: readonly string[]) => { person: Person; blocks: boolean } = (user) => ({
		person: { id: user, name: user.toUpperCase() },
		blocks: false,
	});
	life: Life;
	inbox: Inbox;
	room: Room;
	readonly #unreadAfterMs: number;
	#sessions = 0;

	constructor({ user = "ada", unreadAfterMs = 0 } = {}) {
		this.user = user;
		this.#unreadAfterMs = unreadAfterMs;
		this.origin.configured = true;
		this.origin.always = { kind: "answered", status: 200, body: "" };
		this.life = new Life(this.host);
		[this.room, this.inbox] = this.#open([]);
	}

	/** The user, by a ticket that is good for an hour. */
	caller({ groups = [], name = this.user.toUpperCase(), issued = this.host.now() }: Claims = {}): Caller {
		const user = { id: this.user, name, role: "member" } as const;
		return { kind: "member", user, expires: issued + 3_600_000, own: { groups, issued } };
	}

	/** Opens a page of the user. */
	open(claims: Claims = {}): TestReader {
		const sink = new TestSink();
		const arrival = { session: `s${++this.#sessions}`, caller: this.caller(claims), sink };
		return new TestReader(this.room, this.room.join(arrival, undefined), sink);
	}

	/** Asks chat as a page does. @throws FaultError */
	async ask<R extends ChatRequestName>(name: R, data: { readonly [field: string]: Json } = {}, claims: Claims = {}) {
		const call = { component: "parlour.chat", data: { do: name, ...data } };
		return read(CHAT_ANSWERS[name], await this.room.call(this.caller(claims), call, "http")) as ChatAnswers[R];
	}

	/** The object sleeps and wakes with its sockets; without any it has crashed. */
	wake(pages: readonly TestReader[] = []): TestReader[] {
		this.life.end();
		this.life = new Life(this.host);
		const arrivals = pages.map(({ reader: { session, caller, state }, sink }) => ({ session, caller, state, sink }));
		[this.room, this.inbox] = this.#open(arrivals);
		const readers = [...this.room.roster];
		return pages.map(({ sink }, index) => new TestReader(this.room, readers[index]!, sink));
	}

	/** Lets time pass, and the alarm run where it is due. */
	async pass(ms: number): Promise<void> {
		this.host.advance(ms);
		if (this.host.wake !== undefined && this.host.wake <= this.host.now()) {
			this.host.wake = undefined;
			this.room.alarm();
		}
		await turn();
	}

	group(id: string): TestGroup {
		const found = this.groups.get(id) ?? new TestGroup();
		this.groups.set(id, found);
		return found;
	}

	/** What conversations were asked by one kind of call. */
	calls(call: string): unknown[][] {
		return this.asked.filter((one) => one.call === call).map(({ id, given }) => [id, ...given]);
	}

	#open(arrivals: Parameters<Room["restore"]>[0]): [Room, Inbox] {
		const { user, store, life: host, origin } = this;
		const unreadAfterMs = { direct: this.#unreadAfterMs, group: 0 };
		const inbox = new Inbox({ user, store, host, lines: this.#lines(), unreadAfterMs, graceMs: RULES.presenceGraceMs });
		const room = new Room({ store: this.rest, rules: RULES, host, origin, annex: inbox });
		room.restore(arrivals);
		inbox.begin(room);
		return [room, inbox];
	}

	#lines(): Lines {
		return {
			conversation: (id) => {
				const get =
					(_: object, call: string) =>
					async (...given: never[]) => {
						this.asked.push({ id, call, given });
						return this.answers[call]?.(...given) ?? null;
					};
				return new Proxy({}, { get }) as ReturnType<Lines["conversation"]>;
			},
			inbox: (other) => ({ meet: async (by, groups) => this.meet(other, by, groups) }),
			people: (group) => this.group(group),
			directId: async (one, other) => `d.${[one, other].toSorted().join("+")}`,
			newGroupId: () => "g.new",
		};
	}
}

interface Claims {
	readonly groups?: string[];
	readonly name?: string;
	readonly issued?: number;
}

/** A conversation of the user with `bob`, unless `more` says otherwise. */
export function talk(id = "d.ada+bob", more: Partial<Conversation> = {}): Conversation {
	const members = [{ id: "ada" }, { id: "bob" }];
	return { id, kind: "direct", members, size: 2, at: 1_000, unread: 0, muted: false, closed: false, ...more };
}

/** A message of `bob`, unless `more` says otherwise. */
export function said(seq: number, more: Partial<ChatMessage> = {}): ChatMessage {
	return { seq, at: 1_000 + seq, from: { id: "bob", name: "Bob" }, text: `text ${seq}`, ...more };
}

/** News of a message, as a conversation's room tells it. */
export function messageNews(seq: number, more: Partial<ChatMessage> = {}, about = talk()): News {
	const one = said(seq, more);
	return { kind: "message", about: { ...about, last: one, at: one.at }, message: one, upTo: seq };
}

/** What a page was told by events, as name and data. */
export function eventsOf(world: TestInbox, page: TestReader): unknown[][] {
	// What comes close together is sent together.
	world.host.advance(1_000);
	return page.of("event").map(({ name, data }) => [name, data]);
}

/** What a conversation that refuses answers. */
export function refuse(code: "forbidden" | "not_found" | "conflict") {
	return (): never => {
		throw new FaultError(code);
	};
}
