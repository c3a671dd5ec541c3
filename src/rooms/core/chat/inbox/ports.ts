import type { Answered } from "../../../../door/answered.ts";
import type { ConversationCalls } from "../../../../door/chat/conversation-calls.ts";
import type { Introduction } from "../../../../door/chat/introduction.ts";
import type { GroupMember, PeopleCalls } from "../../../../door/chat/people-calls.ts";
import type { Person } from "../../../../protocol/chat/model.ts";
import type { Role } from "../../../../protocol/user.ts";
import type { Entry } from "./entry.ts";

/** Who the inbox is of, as their last ticket says. Times in milliseconds since 1970. */
export interface OwnRecord {
	readonly person: Person;
	readonly role: Role;
	readonly groups: readonly string[];
	/** When the ticket was made, and when it runs out. */
	readonly issued: number;
	readonly until: number;
}

/** What groups have been told of the user. */
export interface ToldRecord {
	/** Groups that may know them as online. */
	readonly groups: readonly string[];
	/** As all of these know them; missing while that is not certain. */
	readonly member?: GroupMember;
}

/** What an inbox stores beside its log. Synchronous; on SQLite and in memory, held together by one suite of tests. */
export interface InboxStore {
	entry(id: string): Entry | undefined;
	/** Writes one row for an entry that is known. */
	save(entry: Entry): void;
	remove(id: string): void;
	/** The latest `limit` entries that are before a time, in milliseconds since 1970, and any more of the same time as the last. */
	page(limit: number, before?: number): Entry[];
	/** How many entries there are before a time. */
	count(before?: number): number;
	/** Messages not read, in conversations that are not muted. */
	unread(): number;
	/** Entries of which a message has reached no device, the latest first. */
	waiting(limit: number): Entry[];
	/** Entries that the origin is to be told of by a time, in milliseconds since 1970. */
	dueBy(at: number): Entry[];
	/** When the next of them is due. */
	nextDue(): number | undefined;
	own(): OwnRecord | undefined;
	saveOwn(own: OwnRecord): void;
	told(): ToldRecord;
	saveTold(told: ToldRecord): void;
	/** Until when the people online are watched, in milliseconds since 1970; 0 where they are not. */
	watchedUntil(): number;
	watchUntil(at: number): void;
	/** Whether the origin introduced a user. */
	isIntroduced(user: string): boolean;
	introduce(user: string): void;
	blocked(): string[];
	block(user: string, on: boolean): void;
}

/** Calls of another object as they are used here: its faults are thrown. */
export type Thrown<T> = {
	readonly [K in keyof T]: T[K] extends (...given: infer G) => Promise<Answered<infer R>>
		? (...given: G) => Promise<R>
		: T[K];
};

/** The ways from an inbox to other objects. What cannot be reached rejects. */
export interface Lines {
	/** @throws FaultError `not_found` for what is no conversation's id */
	conversation(id: string): Thrown<ConversationCalls>;
	inbox(user: string): {
		/** @throws FaultError `forbidden` where nothing brings the two together */
		meet(by: Person, groups: readonly string[]): Promise<Introduction>;
	};
	people(group: string): PeopleCalls;
	/** The id of the one direct conversation of two users. */
	directId(one: string, other: string): Promise<string>;
	newGroupId(): string;
}
