import type { Block } from "../../../../door/chat/conversation-calls.ts";
import type { News } from "../../../../door/chat/news.ts";
import type { ConversationKind, Person } from "../../../../protocol/chat/model.ts";
import type { Change } from "./change.ts";

export type { Block } from "../../../../door/chat/conversation-calls.ts";

/** What a conversation is, beside its members and messages. */
export interface ConversationRecord {
	readonly kind: ConversationKind;
	readonly name?: string;
	/** The member who began it; missing where the origin did. */
	readonly creator?: string;
	/** When it was begun, in milliseconds since 1970. */
	readonly at: number;
	readonly closed: boolean;
}

/** How far inboxes have been told of the log, and how far each member has got: `[delivered, read]`. */
export interface StoredProgress {
	readonly told: number;
	readonly marks: { readonly [user: string]: readonly [delivered: number, read: number] };
}

/** What somebody is to be told: of a message by its number, so that a text that was deleted meanwhile is told to nobody. */
export type Matter =
	| { readonly kind: "message" | "changed"; readonly seq: number }
	/** The conversation, as it was when messages came up to a number: later ones are told of by themselves. */
	| { readonly kind: "conversation"; readonly upTo: number }
	| { readonly kind: "removed" }
	/** A file that is to be deleted. */
	| { readonly kind: "file" };

/** A matter on its way to a user's inbox, or to the files, where `to` is a file's id. Times in milliseconds since 1970. */
export interface Owed {
	/** Entries are handed over in the order of their places. */
	readonly place: number;
	readonly to: string;
	readonly matter: Matter;
	readonly at: number;
	readonly tries: number;
	readonly nextAt: number;
}

/** What a conversation stores beside its log. Synchronous; on SQLite and in memory, held together by one suite of tests. */
export interface ConversationStore {
	/** Runs `run` so that all that it stores is stored, or nothing of it. */
	atomically<T>(run: () => T): T;
	record(): ConversationRecord | undefined;
	saveRecord(record: ConversationRecord): void;
	/** In the order in which they came. */
	members(): Person[];
	/** A new member, or one who is no longer named as before. */
	saveMember(person: Person): void;
	removeMember(user: string): void;
	progress(): StoredProgress;
	saveProgress(progress: StoredProgress): void;
	blocks(): Block[];
	saveBlock(block: Block, on: boolean): void;
	/** What messages from a number to a number have become, by their numbers. */
	changes(from: number, to: number): ReadonlyMap<number, Change>;
	saveChange(seq: number, change: Change): void;
	/** Forgets changes of messages up to a number. */
	forgetChanges(to: number): void;
	owed(): Owed[];
	owe(entries: readonly Owed[]): void;
	settle(place: number): void;
	postpone(place: number, tries: number, nextAt: number): void;
}

/** The inboxes of users. */
export interface InboxPort {
	/** Answers whether the news reached a device of the user; rejects where the inbox could not be told. */
	take(user: string, news: News): Promise<{ readonly delivered: boolean }>;
}
