import { app } from "./app.ts";

export { ChannelRoom, RelayRoom } from "../rooms/index.ts";

export default app;
