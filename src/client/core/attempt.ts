import type { ParlourError } from "./errors.ts";
import type { Link } from "./transport.ts";

/** A link and the attempt that it belongs to. */
export interface Attempt {
	/** 0 for a probe, until it takes the place of the poll. */
	epoch: number;
	link?: Link;
	/** It was left before its link was there. */
	isLeft?: boolean;
	/** What the room said last: why it closes, if nothing follows. */
	fault?: ParlourError | undefined;
	/** Where the reader stood when it asked for a replay. */
	askedAt?: number | undefined;
	/** Where the reader stood at the last pong. */
	heardAt?: number;
}
