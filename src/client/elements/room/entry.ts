/** Somebody, as a room shows them. */
export interface Person {
	readonly id: string;
	readonly name: string;
}

/** How far the user's own message has got. */
export type Progress =
	/** `isKept`: whether it outlives the page; `undefined` while that is not known. */
	| { readonly is: "sending"; readonly isKept?: boolean }
	/** `recipients`: how many readers it was handed to. */
	| { readonly is: "sent"; readonly recipients: number }
	| { readonly is: "failed"; readonly code: string | undefined };

interface Placed {
	/** The same for as long as the entry is there. */
	readonly key: string;
	/** Where it stands: a message by its number, a notice after the message that was the last one then. */
	readonly order: number;
}

/** A message. Without `seq` it is on its way, without `from` the site itself says it. */
export interface Said extends Placed {
	readonly kind: "message";
	readonly seq?: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly text: string;
	readonly from?: Person | undefined;
	readonly mine: boolean;
	readonly removed?: boolean;
	readonly progress?: Progress;
}

/** Messages that are missing: so many, or unknown; `fresh` where the whole log is another one. */
export interface Hole extends Placed {
	readonly kind: "gap";
	readonly count?: number;
	readonly fresh?: boolean;
}

/** Who came and who went. */
export interface Moves extends Placed {
	readonly kind: "moves";
	readonly at: number;
	readonly entered: readonly Person[];
	readonly left: readonly Person[];
}

/** What stands in the log. Entries are never changed, but replaced. */
export type Entry = Said | Hole | Moves;
