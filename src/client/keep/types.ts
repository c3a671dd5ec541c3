/** What was sent and has not arrived, as it is stored. */
export interface Kept {
	/** What the server knows it by: sent twice, it is stored once. */
	readonly id: string;
	/** Where it goes: what has the same lane is sent in order. */
	readonly lane: string;
	/** When it was written, in milliseconds since 1970. */
	readonly at: number;
	/** Its place in the lane: a growing number. */
	readonly order: number;
	readonly state: "waiting" | "failed";
	/** Why it failed, as a fault's code. */
	readonly code?: string | undefined;
	/** What its files take, in bytes. */
	readonly bytes: number;
	/** What is sent: anything that can be cloned. */
	readonly body: unknown;
}

/** What a change means to other pages: something new that its page is sending, or anything else. */
export type KeepChange = "new" | "other";

/**
 * A place that outlives the page, for what was sent and has not arrived. A space is one user's at one deployment. None of
 * the methods rejects: where nothing can be kept, nothing is.
 */
export interface Keep {
	/** Returns everything in a space, as it was stored. */
	all(space: string): Promise<readonly unknown[]>;
	/** Stores something, over what has its id. Returns whether it is stored: there may be no room, or no storage. */
	put(space: string, kept: Kept): Promise<boolean>;
	remove(space: string, id: string): Promise<void>;
	/** Runs something while no other page runs anything under this name. Rejects with what it throws. */
	alone(name: string, run: () => Promise<void>): Promise<void>;
	/** Calls `run` when another page has changed a space. Returns the undo. */
	onChange(space: string, run: (change: KeepChange) => void): () => void;
}
