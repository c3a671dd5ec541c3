import type { ParlourConfig } from "../config/config.ts";
import { ChannelRoom } from "./do/channel-room.ts";
import { ConversationRoom } from "./do/conversation-room.ts";
import { InboxRoom } from "./do/inbox-room.ts";
import type { RoomEnv } from "./do/room-env.ts";
import { PeopleRoom } from "./do/people-room.ts";
import { RelayRoom } from "./do/relay-room.ts";

export type { RoomEnv } from "./do/room-env.ts";

type Ctx = DurableObjectState;
type RoomClass<Room> = new (ctx: Ctx, env: RoomEnv) => Room;

/** The Durable Object classes of a deployment. */
export interface Rooms {
	readonly ChannelRoom: RoomClass<ChannelRoom>;
	readonly RelayRoom: RoomClass<RelayRoom>;
	readonly ConversationRoom: RoomClass<ConversationRoom>;
	readonly InboxRoom: RoomClass<InboxRoom>;
	readonly PeopleRoom: RoomClass<PeopleRoom>;
}

/**
 * Returns the Durable Object classes of a deployment. The runtime constructs an object with its state and bindings alone,
 * so each class here carries the configuration to the objects.
 */
export function createRooms(config: ParlourConfig): Rooms {
	return {
		ChannelRoom: class extends ChannelRoom {
			constructor(ctx: Ctx, env: RoomEnv) {
				super(ctx, env, config);
			}
		},
		RelayRoom: class extends RelayRoom {
			constructor(ctx: Ctx, env: RoomEnv) {
				super(ctx, env, config);
			}
		},
		ConversationRoom: class extends ConversationRoom {
			constructor(ctx: Ctx, env: RoomEnv) {
				super(ctx, env, config);
			}
		},
		InboxRoom: class extends InboxRoom {
			constructor(ctx: Ctx, env: RoomEnv) {
				super(ctx, env, config);
			}
		},
		PeopleRoom,
	};
}
