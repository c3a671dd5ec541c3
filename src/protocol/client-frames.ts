import { type Decoder, decode, either, json, maybe, object, oneOf, text, whole } from "./decode.ts";
import { parseJson, readJson } from "./json.ts";
import { LIMITS } from "./limits.ts";
import { publishBody } from "./message.ts";
import { eventName } from "./names.ts";

const ref = text(LIMITS.refBytes, 1);

/** What a client may send: a row a frame. Adding a frame is adding a row here and one to the room's table of handlers. */
const CLIENT_FRAMES = {
	publish: both(object({ ref: maybe(ref) }), publishBody),
	signal: object({ name: eventName, data: json }),
	call: object({ ref, data: json, component: maybe(text(LIMITS.propertyBytes)) }),
	replay: object({ after: either(text(64, 1), whole()) }),
	renew: object({ ticket: text(LIMITS.ticketBytes, 1) }),
	state: object({ data: json }),
	receipt: object({ seq: whole(1) }),
};

export type ClientFrameType = keyof typeof CLIENT_FRAMES;
export type ClientFrames = { [T in ClientFrameType]: ReturnType<(typeof CLIENT_FRAMES)[T]> };
export type ClientFrame = { [T in ClientFrameType]: { readonly type: T } & ClientFrames[T] }[ClientFrameType];

function both<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<A & B> {
	return (value, at) => ({ ...first(value, at), ...second(value, at) });
}

const frameType = object({ type: text(64, 1) });
const frameRef = object({ ref: maybe(text(LIMITS.refBytes)) });

/**
 * Decodes a frame from a client.
 *
 * @throws FaultError `bad_frame`, with no effect on anything
 */
export function decodeClientFrame(input: string): ClientFrame {
	const value = parseJson(input, "bad_frame");
	const { type } = decode(frameType, value, "bad_frame");
	const known = decode(knownType, { type }, "bad_frame").type;
	return {
		type: known,
		...decode<ClientFrames[ClientFrameType]>(CLIENT_FRAMES[known], value, "bad_frame"),
	} as ClientFrame;
}

const knownType = object({ type: oneOf(...(Object.keys(CLIENT_FRAMES) as ClientFrameType[])) });

/** The `ref` that a malformed frame carries, if that much of it can be read; whatever else is wrong with it. */
export function refOf(input: string): string | undefined {
	try {
		return decode(frameRef, readJson(input), "bad_frame").ref;
	} catch {
		// What is no JSON may break off anywhere: only its beginning says where a field stands.
		return written(AT_HEAD.exec(input.slice(0, SCANNED)));
	}
}

/** How much of either end of a frame is looked at, in characters. */
const SCANNED = 1_024;
/** A `ref` before the first object or array: the fields in front of it are texts, numbers and words. */
const AT_HEAD =
	/^\s*\{(?:\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[-+.\w]+)\s*,)*?\s*"ref"\s*:\s*("(?:[^"\\]|\\.)*")/;
/** A `ref` as the last field: the last brace closes the frame itself. */
const AT_TAIL = /"ref"\s*:\s*("(?:[^"\\]|\\.)*")\s*\}\s*$/;

/** The `ref` of a frame that is too large to be parsed, if it stands at either end. */
export function scanRef(input: string): string | undefined {
	return written(AT_HEAD.exec(input.slice(0, SCANNED))) ?? written(AT_TAIL.exec(input.slice(-SCANNED)));
}

function written(found: RegExpExecArray | null): string | undefined {
	try {
		return found?.[1] === undefined ? undefined : decode(frameRef, { ref: readJson(found[1]) }, "bad_frame").ref;
	} catch {
		return undefined;
	}
}
