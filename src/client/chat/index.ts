export { Chat, type ChatOptions } from "./chat.ts";
export type {
	Arrival,
	ChatApi,
	ChatMessage,
	ConversationState,
	Draft,
	InboxState,
	Mark,
	OpenConversation,
	PeopleList,
	PeopleState,
	Person,
	PersonOnline,
	SentFile,
	Status,
	Store,
	Summary,
} from "./types.ts";
