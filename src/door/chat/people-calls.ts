import type { PersonOnline } from "../../protocol/chat/model.ts";

/** Somebody online, as one group knows them. */
export type GroupMember = Omit<PersonOnline, "groups">;

export interface PeopleQuery {
	readonly query?: string;
	readonly limit: number;
	/** A user who is to be told of changes until a time, in milliseconds since 1970. */
	readonly watch?: { readonly user: string; readonly until: number };
}

export interface PeoplePage {
	/** All who are online in the group. */
	readonly count: number;
	/** How many of them the query finds. */
	readonly found: number;
	readonly people: readonly GroupMember[];
}

/** What may be asked of the object that knows who is online in a group (`app/group`). Inboxes tell it, and ask it. */
export interface PeopleCalls {
	/** A user is online there, or is no longer as they were. */
	enter(member: GroupMember): Promise<void>;
	leave(user: string): Promise<void>;
	list(query: PeopleQuery): Promise<PeoplePage>;
	unwatch(user: string): Promise<void>;
}

/** Who came online in a group, changed or went since it was last told, and how many there are now. */
export interface PeopleChange {
	readonly count: number;
	readonly joined: readonly GroupMember[];
	readonly left: readonly string[];
}
