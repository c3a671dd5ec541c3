import type { Json } from "../protocol/json.ts";
import type { Message } from "../protocol/message.ts";
import type { Presence } from "../protocol/server-frames.ts";
import type { Caller } from "../rooms/core/access.ts";
import type { Call } from "../rooms/core/calls.ts";
import type { HistoryQuery } from "../rooms/core/history.ts";
import type { Measure, Moderated } from "../rooms/core/moderation.ts";
import type { PollQuery } from "../rooms/core/polls.ts";
import type { Published } from "../rooms/core/publisher.ts";
import type { RedactionTarget } from "../rooms/core/redaction.ts";
import type { Enrolment, LogPage, Noted, Report, Roll } from "../rooms/core/relay/delivery.ts";
import type { Answered } from "./answered.ts";

/** What the Worker may ask of a channel's room. Answers that are long come as JSON text, which neither side reads again. */
export interface RoomCalls {
	/** Takes a socket that has been admitted, or says where it goes. */
	fetch(request: Request): Promise<Response> | Response;
	/** Publishes an origin's messages in their order. */
	notify(messages: readonly Message[]): Promise<readonly Published[]>;
	/** Publishes a page's message. */
	publish(caller: Caller, message: Message): Promise<Answered<Published>>;
	/** Sends a page's signal. @param session of a socket that it came from, which does not get it */
	signal(caller: Caller, signal: Signal, session?: string): Promise<Answered<null>>;
	/** Asks the origin on a page's behalf. @param session of a socket, whose calls are counted together */
	call(caller: Caller, call: Call, session?: string): Promise<Answered<Json>>;
	/** Answers a poll as JSON. */
	poll(caller: Caller, query: PollQuery): Promise<Answered<string>>;
	/** The page of a poll has gone. @param session that its poll named */
	leavePoll(caller: Caller, session: string): Promise<void>;
	/** A page of the history as JSON. */
	history(caller: Caller, query: HistoryQuery): Promise<Answered<string>>;
	/** Who is there. */
	presence(caller: Caller): Promise<Answered<Presence>>;
	/** Kicks, bans or mutes a user. */
	moderate(caller: Caller, measure: Measure): Promise<Answered<Moderated>>;
	/** Takes the text of messages out of the log; answers their numbers. */
	redact(caller: Caller, target: RedactionTarget): Promise<Answered<readonly number[]>>;
	/** Erases all that the channel stores; its log begins anew. */
	erase(): Promise<void>;
}

export interface Signal {
	readonly name: string;
	readonly data: Json;
}

/** What a relay asks of its channel's room, beside what it hands on for its readers. */
export interface RoomCallsOfRelays extends RoomCalls {
	enrol(id: string, roll: Roll): Promise<Enrolment>;
	report(id: string, report: Report): Promise<Noted>;
	page(after: number): Promise<LogPage>;
	reached(users: readonly (readonly [user: string, seq: number])[]): Promise<void>;
}
