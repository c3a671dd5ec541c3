import type { ConversationState } from "./types.ts";

/** What is known of a conversation before anything is loaded. */
export const EMPTY_CONVERSATION: ConversationState = {
	summary: undefined,
	messages: [],
	drafts: [],
	more: false,
	loading: true,
	marks: [],
	typing: [],
	names: [],
	former: [],
	out: false,
};
