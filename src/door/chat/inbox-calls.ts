import type { Conversation, Person } from "../../protocol/chat/model.ts";
import type { Answered } from "../answered.ts";
import type { RoomCalls } from "../room-calls.ts";
import type { Introduction } from "./introduction.ts";
import type { News } from "./news.ts";
import type { PeopleChange } from "./people-calls.ts";

export type { Introduction } from "./introduction.ts";
export type { News } from "./news.ts";
export type { PeopleChange } from "./people-calls.ts";

/** What may be asked of a user's inbox (the object `app/user`), beside what a room does: it is the user's own channel. */
export interface InboxCalls extends RoomCalls {
	/** From a conversation's room. Answers whether it reached a device of the user. */
	take(news: News): Promise<{ readonly delivered: boolean }>;
	/** From the inbox of a user who wants to talk to this one. @throws as a fault `forbidden` where nothing brings them together */
	meet(by: Person, groups: readonly string[]): Promise<Answered<Introduction>>;
	/** From the origin: these users and this one may talk. */
	introduce(people: readonly Person[]): Promise<void>;
	/** From the origin. */
	list(page: { before?: number; limit?: number }): Promise<Answered<{ conversations: Conversation[]; more: boolean }>>;
	/** From a group whose people this user watches. */
	peopleChanged(group: string, change: PeopleChange): Promise<{ readonly watching: boolean }>;
}
