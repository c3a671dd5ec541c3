import { type Channel, CHANNEL_PROPERTIES, channelOf } from "../protocol/channel.ts";
import { type Decoder, either, exact, maybe, text, whole } from "../protocol/decode.ts";
import { LIMITS } from "../protocol/limits.ts";

// Texts first: they are what comes mostly, and a mismatch is caught before the second is tried.
const property = maybe(either(text(LIMITS.propertyBytes), whole(Number.MIN_SAFE_INTEGER)));

const input = exact(Object.fromEntries(CHANNEL_PROPERTIES.map((name) => [name, property])));

/** A channel as an origin writes it in JSON: missing properties are empty, integers are their decimal text, others are refused. */
export const channelInput: Decoder<Channel> = (value, at) => channelOf(input(value, at));
