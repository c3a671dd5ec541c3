export { Chat, type ChatOptions } from "./chat.ts";
export { keptInBrowser } from "../keep/browser.ts";
export type { Keep, KeepChange, Kept } from "../keep/types.ts";
export type {
	Arrival,
	ChatApi,
	ChatMessage,
	ConversationState,
	Draft,
	InboxState,
	Mark,
	MemberList,
	MembersState,
	OpenConversation,
	PeopleList,
	PeopleState,
	Person,
	PersonOnline,
	SentFile,
	Status,
	Store,
	Summary,
	Unsent,
	UnsentFile,
} from "./types.ts";
