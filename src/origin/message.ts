import type { ChannelInput } from "../protocol/channel.ts";
import type { FaultBody } from "../protocol/fault.ts";

interface Addressed {
	/** The name of the event, 1–128 bytes; names that begin with `parlour.` are the room's own. */
	readonly name: string;
	/** Anything that JSON can say. Missing, it is `null`. */
	readonly data?: unknown;
	/** Stored once, however often it is sent, for as long as the log lives. One is made up where it is missing. */
	readonly id?: string;
	/** User ids that do not get the event, live or in replay. */
	readonly exclude?: string | readonly string[];
	/** Stores the message only where the log still stands here (a cursor or a sequence number); else it is a `conflict`. */
	readonly expectHead?: string | number;
	/** Waits this many milliseconds for readers to confirm the event. */
	readonly receipts?: { readonly wait: number };
}

/** A message for a channel, which is named by its properties or by its hash. */
export type NotifyMessage = Addressed &
	(
		| { readonly channel: ChannelInput; readonly hash?: undefined }
		| { readonly hash: string; readonly channel?: undefined }
	);

/** The message is in the channel's log. */
export interface Stored {
	readonly ok: true;
	readonly seq: number;
	/** When it was stored, in milliseconds since 1970. */
	readonly at: number;
	/** Where a reader stands who has read the channel up to this message. */
	readonly cursor: string;
	/** How many readers it was handed to. */
	readonly recipients: number;
	/** Where receipts were asked for: the users who confirmed it, and those known to the channel who did not. */
	readonly receipts?: { readonly acknowledged: readonly string[]; readonly missing: readonly string[] };
}

/** The message was not stored; `fault.code` says why. */
export interface Refused {
	readonly ok: false;
	readonly fault: FaultBody;
}

export type NotifyResult = Stored | Refused;
