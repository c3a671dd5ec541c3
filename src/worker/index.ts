import { app } from "./app.ts";

export { ChannelRoom, ConversationRoom, InboxRoom, RelayRoom } from "../rooms/index.ts";

export default app;
