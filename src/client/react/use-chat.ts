import { EMPTY_CONVERSATION } from "../chat/empty-conversation.ts";
import { useMemo } from "react";
import type { Chat, ConversationState, InboxState, OpenConversation, PeopleList, PeopleState } from "../chat/index.ts";
import { useConnections } from "./context.ts";
import { Shared } from "./shared.ts";
import { useStore } from "./use-store.ts";

// The empty states: what is shown on a server, and before there is anything.

const NO_INBOX: InboxState = {
	state: "connecting",
	you: undefined,
	conversations: [],
	more: false,
	unread: 0,
	blocked: [],
};

const NO_PEOPLE: PeopleState = { count: 0, people: [], more: false, query: "", loading: true };

export interface InboxInUse extends InboxState {
	/** What the user may do; `undefined` in the first render and on a server. */
	readonly chat: Chat | undefined;
}

/** The user's conversations, and how many messages are unread. All components share one connection. */
export function useInbox(): InboxInUse {
	const { chat, inbox } = useConnections();
	const state = useStore(inbox, NO_INBOX);
	const { current } = chat;
	return useMemo(() => ({ ...state, chat: current }), [state, current]);
}

export interface ConversationInUse extends ConversationState {
	/** What the user may do in it; `undefined` in the first render, on a server, and without an id. */
	readonly conversation: OpenConversation | undefined;
}

/**
 * A conversation, loaded while a component shows it.
 *
 * @param id `undefined` while none is chosen
 */
export function useConversation(id: string | undefined): ConversationInUse {
	const connections = useConnections();
	const shared = id === undefined ? undefined : connections.conversation(id);
	const state = useStore(shared, EMPTY_CONVERSATION);
	const conversation = shared?.current;
	return useMemo(() => ({ ...state, conversation }), [state, conversation]);
}

export interface PeopleInUse extends PeopleState {
	readonly search: (query: string) => void;
}

/** The people online in the user's groups, with a search of the component's own. */
export function usePeople(): PeopleInUse {
	const { chat } = useConnections();
	const shared = useMemo(() => {
		const end = (list: PeopleList): void => {
			list.close();
			chat.letGo();
		};
		return new Shared(() => chat.hold().people(), end);
	}, [chat]);
	const state = useStore(shared, NO_PEOPLE);
	return useMemo(() => ({ ...state, search: (query) => shared.current?.search(query) }), [state, shared]);
}
