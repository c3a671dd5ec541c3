import { PONG } from "../../protocol/paths.ts";
import { decodeServerFrames, type ServerFrame } from "../../protocol/server-frames.ts";
import type { ClientMessage } from "./messages.ts";
import { CLOSE_LOST } from "./timing.ts";

/** Where a transport is to connect. */
export interface Address {
	/** The deployment, as `https://…`, without a slash at its end. */
	readonly url: string;
	readonly hash: string;
	/** The cursor to resume from. */
	readonly since: string | undefined;
	readonly ticket: string | undefined;
}

/** What a transport tells. Nothing is told after `closed`, nor after the link was closed from this side. */
export interface LinkListener {
	frames(frames: readonly ServerFrame[]): void;
	/** A heartbeat was answered; `cursor` is the head of the log. */
	pong(cursor: string): void;
	/** Signals may have been lost; frames go on. */
	signalsLost?(): void;
	/** The link has ended, or did not come about; `code` is a WebSocket close code. */
	closed(code: number, reason: string): void;
}

/** One connection, from its opening to its end. It never comes back by itself. */
export interface Link {
	send(message: ClientMessage): void;
	/** Asks for a `pong`. */
	ping(): void;
	close(): void;
	/**
	 * Closes, because another link has taken its place, and hands over the signals that came meanwhile. A link without it
	 * has none.
	 *
	 * @param take `isLost`: there may have been others
	 */
	handOver?(take: (frames: readonly ServerFrame[], isLost: boolean) => void): void;
}

/**
 * Opens a link; where it has to be waited for and fails, it could not be had. Either its first frames or `closed` come within a time limit that the transport keeps, and never before
 * this call has returned.
 */
export type Transport = (address: Address, listener: LinkListener) => Link | Promise<Link>;

export { CLOSE_LOST };

/**
 * Hands a text message of a room to a listener.
 *
 * @throws where it is not what a room sends
 */
export function receive(text: string, listener: LinkListener): void {
	if (text.startsWith(PONG)) listener.pong(text.slice(PONG.length));
	else listener.frames(decodeServerFrames(text));
}
