import { type Decoder, either, exact, json, list, maybe, object, text, whole } from "./decode.ts";
import type { Json } from "./json.ts";
import { LIMITS } from "./limits.ts";
import { eventName } from "./names.ts";
import { userId } from "./user-id.ts";

/** Where the log must stand for a conditional publish: a cursor, or a sequence number of the present epoch. */
const head = either(text(64, 1), whole());

const idText = text(LIMITS.messageIdBytes, 1);

/** Event fields that every publisher may set. */
const publishable = {
	name: eventName,
	data: json,
	id: maybe(idText),
	// `null` is no position: a condition that is given and cannot be kept must not be dropped.
	expectHead: (value: Json | undefined, at: string) => (value === undefined ? undefined : head(value, at)),
};

/** A user id, or several. */
const users: Decoder<string[]> = (value, at) => [either(userId, list(userId, LIMITS.excludeUsers))(value, at)].flat();

/** What `publish` carries, by frame or by HTTP. */
export const publishBody = object(publishable);

/** What a notify carries beside its channel. */
export const originFields = {
	...publishable,
	exclude: maybe(users),
	receipts: maybe(exact({ wait: whole(0, 30_000) })),
};

/** A message on its way into the log. */
export interface Message {
	readonly name: string;
	readonly data: Json;
	readonly id?: string;
	readonly expectHead?: string | number;
	readonly exclude?: readonly string[];
	readonly receipts?: { readonly wait: number };
}
