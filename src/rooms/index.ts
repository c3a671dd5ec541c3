export { ChannelRoom } from "./do/channel-room.ts";
export { RelayRoom } from "./do/relay-room.ts";
