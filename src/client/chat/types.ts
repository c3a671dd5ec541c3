import type {
	ChatMessage,
	Conversation as Summary,
	File as SentFile,
	Mark,
	Person,
	PersonOnline,
	Status,
} from "../../protocol/chat/model.ts";
import type { ErrorCode } from "../core/errors.ts";
import type { StateName } from "../core/state.ts";

export type { ChatMessage, Mark, Person, PersonOnline, SentFile, Status, Summary };

/** A value that changes, and a way to hear of it: what `useSyncExternalStore`, Svelte and Vue take as it is. */
export interface Store<T> {
	/** The same object until something changes. */
	get(): T;
	/** Calls `run` after each change. Answers the undo. */
	subscribe(run: () => void): () => void;
}

/** A file that goes with a message and is not uploaded yet. It is uploaded when the message is sent. */
export interface UnsentFile {
	readonly name: string;
	readonly blob: Blob;
}

/** A message of this user that is on its way, or could not be sent. */
export interface Draft {
	readonly id: string;
	readonly text: string;
	readonly replyTo?: number;
	readonly files?: readonly (SentFile | UnsentFile)[];
	readonly at: number;
	readonly state: "sending" | "failed";
	/** Why it failed, as a fault's code; `expired` where it has waited too long for a connection. */
	readonly code?: string;
	/** Whether it outlives the page; `undefined` while that is not known. */
	readonly kept?: boolean;
}

/** A conversation that is open, as it is shown. */
export interface ConversationState {
	readonly summary: Summary | undefined;
	/** Oldest first, without holes. */
	readonly messages: readonly ChatMessage[];
	/** After all messages. */
	readonly drafts: readonly Draft[];
	/** Whether there is more before the first. */
	readonly more: boolean;
	readonly loading: boolean;
	/** Why it could not be loaded, as a fault's code. */
	readonly failed?: string;
	/** Of the other members. */
	readonly marks: readonly Mark[];
	/** Who is typing, the user aside. */
	readonly typing: readonly Person[];
	/** How those are called whom marks and reactions mention, beyond the members that the summary lists. */
	readonly names: readonly Person[];
	/** Mentioned users who are no members any more, and whose names nobody knows. */
	readonly former: readonly string[];
	/** The user is no member, or no longer: nothing can be said, and what was loaded stays. Ends when they are taken in again. */
	readonly out: boolean;
}

export interface MembersState {
	/** How many members there are; in a search, how many it finds. */
	readonly count: number;
	/** Those that are loaded, by name. */
	readonly members: readonly Person[];
	/** Whether there are further ones to load. */
	readonly more: boolean;
	readonly query: string;
	/** Whether the user may remove others. */
	readonly mayRemove: boolean;
	readonly loading: boolean;
	/** Why it could not be loaded, as a fault's code. */
	readonly failed?: string | undefined;
}

/** The members of a conversation, for as long as something shows them; kept up to date as they change. */
export interface MemberList extends Store<MembersState> {
	search(query: string): void;
	/** Loads further ones. @throws ParlourError */
	more(): Promise<void>;
	close(): void;
}

/** A conversation, for as long as something shows it. */
export interface OpenConversation extends Store<ConversationState> {
	readonly id: string;
	/** Sends a message; it stands among the drafts until it is in the conversation. Never throws: see the draft. */
	send(text: string, more?: { replyTo?: number; files?: readonly (SentFile | UnsentFile)[] }): void;
	/** Sends a draft that failed again. */
	retry(draft: string): void;
	/** Forgets a draft that failed, or that waits for the connection. */
	discard(draft: string): void;
	/** Loads what is before the first message. @throws ParlourError */
	older(): Promise<void>;
	/** @throws ParlourError */
	edit(seq: number, text: string): Promise<void>;
	/** @throws ParlourError */
	delete(seq: number): Promise<void>;
	/** @throws ParlourError */
	react(seq: number, emoji: string, on: boolean): Promise<void>;
	/** @throws ParlourError */
	report(seq: number, reason: string): Promise<void>;
	/** Everything that is loaded has been seen. */
	read(): void;
	/** The user is typing; told at most every few seconds. */
	type(): void;
	/** @throws ParlourError */
	mute(on: boolean): Promise<void>;
	/** @throws ParlourError */
	rename(name: string): Promise<void>;
	/** @throws ParlourError */
	members(change: { add?: readonly string[]; remove?: readonly string[] }): Promise<void>;
	/** All members, a page at a time, until the list is closed. */
	listMembers(): MemberList;
	/** @throws ParlourError */
	leave(): Promise<void>;
	/** Nothing shows it any more. */
	close(): void;
}

export interface PeopleState {
	/** All who are online in the user's groups. */
	readonly count: number;
	/** Those that the query finds, by name; without one, as many as are shown. */
	readonly people: readonly PersonOnline[];
	readonly more: boolean;
	readonly query: string;
	readonly loading: boolean;
}

/** The people online, for as long as something shows them. */
export interface PeopleList extends Store<PeopleState> {
	search(query: string): void;
	close(): void;
}

export interface InboxState {
	/** The connection's state; `connecting` until the list has been loaded too. */
	readonly state: StateName;
	/**
	 * Why it cannot be live, where that does not pass by itself. With `user_changed` all of this is empty: the next user has
	 * another chat.
	 */
	readonly code?: ErrorCode | undefined;
	readonly you: Person | undefined;
	/** The latest first. */
	readonly conversations: readonly Summary[];
	readonly more: boolean;
	/** Messages not read, in conversations that are not muted. */
	readonly unread: number;
	readonly blocked: readonly string[];
	/** Conversations with messages of this user that have not arrived. */
	readonly unsent?: readonly Unsent[];
}

/** What has not arrived in a conversation: `failed` where a message of it is not sent again by itself. */
export interface Unsent {
	readonly id: string;
	readonly state: Draft["state"];
}

/** What has just arrived, for sounds and desktop notices. */
export interface Arrival {
	readonly conversation: Summary;
	readonly message: ChatMessage;
}

/** A user's chat: one connection, whatever is open. */
export interface ChatApi {
	readonly inbox: Store<InboxState>;
	/** The conversation with a user. Answers its id. @throws ParlourError */
	direct(user: string): Promise<string>;
	/** @throws ParlourError */
	create(name: string, users: readonly string[]): Promise<string>;
	conversation(id: string): OpenConversation;
	people(): PeopleList;
	/** Loads further conversations. @throws ParlourError */
	more(): Promise<void>;
	/** @throws ParlourError */
	block(user: string, on: boolean): Promise<void>;
	/** Uploads a file, to be sent with a message. @throws ParlourError */
	upload(file: Blob, name: string): Promise<SentFile>;
	/** Tells others whether the user is at the page. */
	status(status: Status): void;
	/** Calls `handler` with each message of others that arrives live. Answers the undo. */
	onArrival(handler: (arrival: Arrival) => void): () => void;
	close(): void;
}
