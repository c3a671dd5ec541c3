import type { ChannelInput } from "../protocol/channel.ts";
import type { FaultBody } from "../protocol/fault.ts";
import { OriginError } from "./errors.ts";
import { checkFields, type Fields } from "./fields.ts";

interface Addressed {
	/** The name of the event, 1–128 bytes; names that begin with `parlour.` are the room's own. */
	readonly name: string;
	/** Anything that JSON can say. Missing, it is `null`. */
	readonly data?: unknown;
	/** Stored once, however often it is sent, for as long as the log lives. One is made up where it is missing. */
	readonly id?: string;
	/** User ids that do not get the event, live or in replay; a whole number stands for its decimal text. */
	readonly exclude?: string | number | ReadonlyArray<string | number>;
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

const MESSAGE: Fields<NotifyMessage> = {
	channel: true,
	hash: true,
	name: true,
	data: true,
	id: true,
	exclude: true,
	expectHead: true,
	receipts: true,
};
const CHANNEL: Fields<ChannelInput> = { context: true, component: true, area: true, item: true, details: true };

/**
 * Refuses a message with a field that there is not, or with a condition that has no value. What is wrong with a value the deployment says, for its message alone.
 *
 * @throws OriginError `bad_request`
 */
export function checkMessage(message: NotifyMessage, at: string): void {
	checkFields(message, MESSAGE, at);
	// JSON would leave it out or write `null`, and the message could be stored wherever the log stands.
	if ("expectHead" in message && isMissing(message.expectHead))
		throw new OriginError("bad_request", `${at}.expectHead has no value; leave it out where there is no condition.`);
	if (isObject(message.channel)) checkChannel(message.channel, `${at}.channel`);
	if (isObject(message.receipts)) checkFields(message.receipts, { wait: true }, `${at}.receipts`);
}

/** @throws OriginError `bad_request` for a property that there is not */
export function checkChannel(channel: ChannelInput, at = "channel"): void {
	checkFields(channel, CHANNEL, at);
}

function isMissing(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === "number" && !Number.isFinite(value));
}

function isObject<T>(value: T): value is T & object {
	return typeof value === "object" && value !== null;
}
