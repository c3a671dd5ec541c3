import { app } from "./app.ts";

export { ChannelRoom } from "../rooms/index.ts";

export default app;
