import type { RoomHost } from "../core/ports.ts";
import { PING, PONG } from "../../protocol/paths.ts";

/** What a room needs of the runtime. */
export function objectHost(ctx: DurableObjectState): RoomHost {
	let announced = "";
	return {
		now: () => Date.now(),
		after(ms, run) {
			const timer = setTimeout(run, ms);
			return () => clearTimeout(timer);
		},
		durable: () => ctx.storage.sync(),
		announceHead(cursor) {
			if (cursor === announced) return;
			announced = cursor;
			ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG + cursor));
		},
		newId: () => crypto.randomUUID(),
	};
}

/** A new log's epoch: unlike any other's, so that a cursor into a lost log is never taken for one into its successor. */
export function newEpoch(): string {
	return crypto.randomUUID().replaceAll("-", "").slice(0, 12);
}
