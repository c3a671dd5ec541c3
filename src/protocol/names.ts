import { type Decoder, text } from "./decode.ts";
import { LIMITS } from "./limits.ts";

/** Names that begin so are the room's own; nobody else may publish or signal them. */
export const RESERVED_PREFIX = "parlour.";

/** The room's own events, in the log like any other. */
export const REDACT = "parlour.redact";

export function isReserved(name: string): boolean {
	return name.startsWith(RESERVED_PREFIX);
}

/** The name of an event or a signal. */
export const eventName: Decoder<string> = text(LIMITS.nameBytes, 1);
