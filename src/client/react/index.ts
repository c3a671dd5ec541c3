export { ParlourProvider, type ParlourProviderProps, useParlour } from "./context.ts";
export { type ChannelHandlers, type ChannelInUse, useChannel } from "./use-channel.ts";
export {
	type ConversationInUse,
	type InboxInUse,
	type PeopleInUse,
	useConversation,
	useInbox,
	usePeople,
} from "./use-chat.ts";
export { type PresenceState, usePresence } from "./use-presence.ts";
