export { ChannelRoom } from "./do/channel-room.ts";
export { ConversationRoom } from "./do/conversation-room.ts";
export { InboxRoom } from "./do/inbox-room.ts";
export { PeopleRoom } from "./do/people-room.ts";
export { RelayRoom } from "./do/relay-room.ts";
