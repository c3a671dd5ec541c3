import type { ParlourError } from "./errors.ts";
import type { WelcomeFrame } from "../../protocol/server-frames.ts";
import type { Tickets, UserId } from "./ticket.ts";
import type { Link } from "./transport.ts";

/** A link and the attempt that it belongs to. */
export interface Attempt {
	/** 0 for a probe, until it takes the place of the poll. */
	epoch: number;
	link?: Link;
	/** It was left before its link was there. */
	isLeft?: boolean;
	isWelcomed?: boolean;
	/** What the room said last: why it closes, if nothing follows. */
	fault?: ParlourError | undefined;
	/** Where the reader stood when it asked for a replay. */
	askedAt?: number | undefined;
	/** Where the reader stood at the last pong. */
	heardAt?: number;
}

/** Lets an attempt go, whether its link is there or still to come. */
export function leave(attempt: Attempt | undefined): void {
	if (!attempt) return;
	attempt.isLeft = true;
	attempt.link?.close();
}

/**
 * Returns whether a welcome greets somebody else than the user whose connection it is, and lets the tickets know whom.
 *
 * @param before whom the connection's last welcome greeted, `undefined` before the first
 */
export function isOther({ you }: WelcomeFrame, before: UserId | undefined, tickets: Tickets): boolean {
	const user = you?.id ?? null;
	const isOtherUser =
		(before !== undefined && user !== before) || (user !== null && tickets.user !== undefined && user !== tickets.user);
	if (isOtherUser || tickets.user === undefined) tickets.know(user);
	return isOtherUser;
}
