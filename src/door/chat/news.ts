import type { ChatMessage, Conversation, Mark, Person } from "../../protocol/chat/model.ts";

/**
 * What a conversation's room tells the inbox of one of its members. `upTo` is how far its log had come: of two states of a
 * message, the one with the higher number is the later.
 */
export type News =
	/** A message; the inbox counts it as unread unless the member sent it, and puts the conversation at the top. */
	| { readonly kind: "message"; readonly about: Conversation; readonly message: ChatMessage; readonly upTo: number }
	| { readonly kind: "changed"; readonly conversation: string; readonly message: ChatMessage; readonly upTo: number }
	/** The conversation is new, or no longer as it was. */
	| { readonly kind: "conversation"; readonly about: Conversation }
	| { readonly kind: "removed"; readonly conversation: string }
	| { readonly kind: "mark"; readonly conversation: string; readonly mark: Mark }
	| { readonly kind: "typing"; readonly conversation: string; readonly user: Person };
