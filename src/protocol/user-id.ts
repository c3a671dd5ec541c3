import { type Decoder, either, text, whole } from "./decode.ts";
import { LIMITS } from "./limits.ts";

const written = either(text(LIMITS.userIdBytes, 1), whole(Number.MIN_SAFE_INTEGER));

/** A user id as an origin writes it: as in a channel, a whole number stands for its decimal text. */
export const userId: Decoder<string> = (value, at) => String(written(value, at));
