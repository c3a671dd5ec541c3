import type { Json } from "../protocol/json.ts";
import type { Message } from "../protocol/message.ts";
import type { Caller } from "../rooms/core/access.ts";
import type { HistoryQuery } from "../rooms/core/history.ts";
import type { Published } from "../rooms/core/publisher.ts";
import type { PollQuery } from "../rooms/core/room.ts";
import type { Answered } from "./answered.ts";

/** What the Worker may ask of a channel's room. Answers that are long come as JSON text, which neither side reads again. */
export interface RoomCalls {
	/** Takes a socket that has been admitted. */
	fetch(request: Request): Promise<Response> | Response;
	/** Publishes an origin's messages in their order. */
	notify(messages: readonly Message[]): Promise<readonly Published[]>;
	/** Publishes a page's message. */
	publish(caller: Caller, message: Message): Promise<Answered<Published>>;
	/** Sends a page's signal. */
	signal(caller: Caller, name: string, data: Json): Promise<Answered<null>>;
	/** Answers a poll as JSON. */
	poll(caller: Caller, query: PollQuery): Promise<Answered<string>>;
	/** A page of the history as JSON. */
	history(caller: Caller, query: HistoryQuery): Promise<Answered<string>>;
}
