import { type FaultCode, isFaultCode } from "./close-codes.ts";
import { anyText, bool, type Decoder, json, list, maybe, object, oneOf, whole } from "./decode.ts";
import { type Json, readJson } from "./json.ts";
import { author, self } from "./user.ts";

// A client meets servers older and newer than itself: texts from the room are not measured again here, fields that are
// not understood are ignored, and so are frames of an unknown type.

const member = object({ id: anyText, name: maybe(anyText), info: maybe(json), state: maybe(json) });
export type Member = ReturnType<typeof member>;

/** Who is there: a number, and the members (or a sample of them) where the area shows them. */
export const presence = object({ count: whole(), members: maybe(list(member)), sample: maybe(bool) });
export type Presence = ReturnType<typeof presence>;

/** Any code, so that a fault of a newer server still arrives; codes that this side does not know read as `internal`. */
const faultCode: Decoder<FaultCode> = (value) => (isFaultCode(value) ? value : "internal");

/** A fault, in its frame and in the body of an HTTP answer. */
export const faultBody = object({
	ref: maybe(anyText),
	code: faultCode,
	message: anyText,
	retryAfter: maybe(whole()),
	newer: maybe(json),
});

/** What a room sends: a row a frame. */
const SERVER_FRAMES = {
	welcome: object({
		cursor: anyText,
		session: anyText,
		you: maybe(self),
		resumed: oneOf("fresh", "complete", "partial"),
		gap: maybe(object({ after: whole(), before: whole() })),
		presence: maybe(presence),
		may: object({ publish: bool, signal: bool, call: bool, history: bool }),
		limits: object({ messageBytes: whole(), heartbeat: whole(1) }),
	}),
	event: object({
		seq: whole(1),
		at: whole(),
		name: anyText,
		data: json,
		from: maybe(author),
		id: maybe(anyText),
		receipt: maybe(bool),
	}),
	skip: object({ seq: whole(1), to: maybe(whole(1)), lost: maybe(bool) }),
	signal: object({ name: anyText, data: json, from: maybe(author) }),
	presence: object({
		joined: maybe(list(member)),
		left: maybe(list(anyText)),
		count: whole(),
		members: maybe(list(member)),
		sample: maybe(bool),
	}),
	ack: object({ ref: maybe(anyText), seq: whole(1), at: whole(), recipients: whole() }),
	reply: object({ ref: anyText, data: json }),
	fault: faultBody,
};

type ServerFrameType = keyof typeof SERVER_FRAMES;
export type ServerFrames = {
	[T in ServerFrameType]: { readonly type: T } & Readonly<ReturnType<(typeof SERVER_FRAMES)[T]>>;
};
export type ServerFrame = ServerFrames[ServerFrameType];
export type WelcomeFrame = ServerFrames["welcome"];
export type EventFrame = ServerFrames["event"];
export type SignalFrame = ServerFrames["signal"];

/**
 * Decodes what a room sent: a frame, or a batch of them. Frames of an unknown type are left out.
 *
 * @throws SyntaxError for what is not JSON, Mismatch for a frame without its fields
 */
export function decodeServerFrames(input: string): ServerFrame[] {
	return framesOf(readJson(input));
}

/**
 * The same for frames that are already parsed, as in the answer of a poll.
 *
 * @throws Mismatch for a frame without its fields
 */
export function framesOf(value: Json): ServerFrame[] {
	const frames: ServerFrame[] = [];
	for (const one of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
		const { type } = typed(one, "");
		if (Object.hasOwn(SERVER_FRAMES, type)) frames.push(decodeRow(type as ServerFrameType, one));
	}
	return frames;
}

const typed = object({ type: anyText });

function decodeRow(type: ServerFrameType, value: Json): ServerFrame {
	return { type, ...SERVER_FRAMES[type](value, type) } as ServerFrame;
}
