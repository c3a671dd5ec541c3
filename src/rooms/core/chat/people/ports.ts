import type { GroupMember, PeopleChange } from "../../../../door/chat/people-calls.ts";

/** Somebody who is online, and when that was last certain, in milliseconds since 1970. */
export interface Present {
	readonly member: GroupMember;
	readonly seen: number;
}

/** A user who is told of changes until a time, in milliseconds since 1970. */
export interface Lease {
	readonly user: string;
	readonly until: number;
}

/** What a group stores. Synchronous; each of its writes is one row. On SQLite and in memory, held to it by one suite of tests. */
export interface PeopleStore {
	people(): Present[];
	enter(present: Present): void;
	leave(user: string): void;
	leases(): Lease[];
	lease(lease: Lease): void;
	endLease(user: string): void;
}

/** The way from a group to the inboxes of users. What cannot be reached rejects. */
export interface InboxLine {
	/** Tells a user of changes. Answers whether they still watch. */
	tell(user: string, change: PeopleChange): Promise<{ readonly watching: boolean }>;
	/** Whether a page of the user is there. */
	isThere(user: string): Promise<boolean>;
}
