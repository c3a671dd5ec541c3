export { ChannelRoom } from "./do/channel-room.ts";
