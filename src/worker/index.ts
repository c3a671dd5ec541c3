import { app } from "./app.ts";

export { ChannelRoom, ConversationRoom, RelayRoom } from "../rooms/index.ts";

export default app;
