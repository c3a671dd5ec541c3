export { RelayRoom } from "../../../src/rooms/index.ts";
import { ChannelRoom as Room } from "../../../src/rooms/index.ts";

export { default } from "../../../src/worker/index.ts";

/** The deployed room, saying when it is constructed: a room that slept and woke has said it twice. */
export class ChannelRoom extends Room {
	constructor(...[ctx, env]: ConstructorParameters<typeof Room>) {
		super(ctx, env);
		console.log("room constructed");
	}
}
