import type { Person } from "../../protocol/chat/model.ts";

/** What an inbox says to a user who wants to talk to its own. */
export interface Introduction {
	/** Who the inbox is of. */
	readonly person: Person;
	/** Whether it blocks the one who asks. */
	readonly blocks: boolean;
}
