import { app } from "./app.ts";

export { ChannelRoom, ConversationRoom, InboxRoom, PeopleRoom, RelayRoom } from "../rooms/index.ts";

export default app;
