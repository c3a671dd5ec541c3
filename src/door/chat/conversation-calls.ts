import type { ChatMessage, Conversation, ConversationKind, Mark, Person } from "../../protocol/chat/model.ts";
import type { ChatAnswers, ChatRequestName } from "../../protocol/chat/model.ts";
import type { ChatRequests } from "../../protocol/chat/requests.ts";
import type { Role } from "../../protocol/user.ts";
import type { Answered } from "../answered.ts";

/** Who acts in a conversation: a member, in whose inbox the request came in, or the origin, also in a member's name. */
export type Actor =
	| { readonly kind: "member"; readonly person: Person; readonly role?: Role }
	| { readonly kind: "origin"; readonly as?: Person };

/** The request of a name without the conversation's id, which is the object's name. */
type Ask<R extends ChatRequestName> = Omit<ChatRequests[R], "conversation">;

/** How a conversation begins. One that exists already is answered as it is. */
export interface Beginning {
	readonly kind: ConversationKind;
	readonly name?: string;
	readonly members: readonly Person[];
	/** Users among them who block another of them; of a direct one, at most its two. */
	readonly blocks?: readonly Block[];
}

/** `by` does not want to hear of `user`. */
export interface Block {
	readonly by: string;
	readonly user: string;
}

/** Which members are asked for; `users` names them, `query` is searched for in their names. */
export interface MembersQuery {
	readonly query?: string;
	readonly users?: readonly string[];
	/** Where an earlier page said that the next one begins. */
	readonly after?: string;
	readonly limit?: number;
}

export interface MembersPage {
	/** The conversation as its members know it. */
	readonly about: Conversation;
	readonly people: readonly Person[];
	/** How many members there are that the query finds. */
	readonly found: number;
	/** Where the next page begins; missing where there is none. */
	readonly next?: string;
	/** Whether the one who asks may remove others. */
	readonly mayRemove: boolean;
}

/** A message that was sent. Inboxes have been told, the sender's aside, which learns of it by this. */
export interface Posted {
	readonly message: ChatMessage;
	/** How far the room's log had come when the message was so, as in {@link Changed}. */
	readonly upTo: number;
	/** The conversation as its members know it; `unread` and `muted` are each member's own and mean nothing here. */
	readonly about: Conversation;
	/** Members whom it reached on a device. */
	readonly delivered: readonly string[];
	/** It was sent before, under the same id. */
	readonly again?: true;
}

/** A message that was changed, as it was when the room's log had come to a number: as in news. */
export interface Changed {
	readonly message: ChatMessage;
	readonly upTo: number;
}

/**
 * What may be asked of a conversation's room (the object `app/canonical` of its channel). It knows its members, decides
 * who may do what, and tells the members' inboxes; the inbox of the member who asked is told by the answer alone. What the
 * origin does is told to all, also what it does in a member's name.
 */
export interface ConversationCalls {
	/** A group is told to its members; a direct one that a member begins, to nobody before its first message. */
	begin(by: Actor, beginning: Beginning): Promise<Answered<Conversation>>;
	post(by: Actor, draft: Ask<"post">): Promise<Answered<Posted>>;
	edit(by: Actor, edit: Ask<"edit">): Promise<Answered<Changed>>;
	delete(by: Actor, which: Ask<"delete">): Promise<Answered<Changed>>;
	react(by: Actor, reaction: Ask<"react">): Promise<Answered<Changed>>;
	history(by: Actor, page: Ask<"history">): Promise<Answered<ChatAnswers["history"]>>;
	/**
	 * A member has seen, or a device of theirs has got, everything up to a number; marks never go back. Told to the inboxes
	 * of those whose messages it passes.
	 */
	mark(user: string, mark: Partial<Omit<Mark, "user">>): Promise<Answered<Mark>>;
	typing(by: Actor): Promise<Answered<null>>;
	rename(by: Actor, name: string): Promise<Answered<Conversation>>;
	members(by: Actor, change: { add?: readonly Person[]; remove?: readonly string[] }): Promise<Answered<Conversation>>;
	/** Who the members are, by name. */
	people(by: Actor, query: MembersQuery): Promise<Answered<MembersPage>>;
	leave(user: string): Promise<Answered<null>>;
	/** A member blocks these, or does no longer; they need not be members. */
	block(blocks: readonly Block[], on: boolean): Promise<Answered<null>>;
	report(by: Actor, report: Ask<"report">): Promise<Answered<null>>;
	/** Nobody can write here any more. For the origin. */
	close(): Promise<Answered<Conversation>>;
	/** As the members know it. */
	about(by: Actor): Promise<Answered<Conversation>>;
}
