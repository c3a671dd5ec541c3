import config from "../../parlour.config.ts";
import { createParlour } from "../server/index.ts";

const parlour = createParlour(config);

export const { ChannelRoom, ConversationRoom, InboxRoom, PeopleRoom, RelayRoom } = parlour;

export default parlour.worker;
