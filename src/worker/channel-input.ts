import { type Channel, CHANNEL_PROPERTIES, channelOf } from "../protocol/channel.ts";
import { type Decoder, either, maybe, object, text, whole } from "../protocol/decode.ts";
import { LIMITS } from "../protocol/limits.ts";

const property = maybe(either(whole(Number.MIN_SAFE_INTEGER), text(LIMITS.propertyBytes)));

const input = object(Object.fromEntries(CHANNEL_PROPERTIES.map((name) => [name, property])));

/** A channel as an origin writes it in JSON: missing properties are empty, integers are their decimal text. */
export const channelInput: Decoder<Channel> = (value, at) => channelOf(input(value, at));
