import { type Json, readJson } from "./json.ts";
import { bool, json, type Kind, oneOf, positive, read, type Shape, text, whole } from "./shape.ts";
import { author, self } from "./user.ts";

// A client meets servers older and newer than itself: texts from the room are not measured again here, fields that are
// not understood are ignored, and so are frames of an unknown type.

const member = { id: text, "name?": text, "info?": json, "state?": json } as const;
export type Member = Shape<typeof member>;

/** Who is there: a number, and the members (or a sample of them) where the area shows them. */
export const presence = { count: whole, "members?": [member], "sample?": bool } as const;
export type Presence = Shape<typeof presence>;

/** A fault, in its frame and in the body of an HTTP answer. Its code may be one that only a newer server knows. */
const faultBody = {
	"ref?": text,
	code: text,
	message: text,
	"retryAfter?": whole,
	"newer?": json,
} as const;

/** What a room sends: a row a frame. */
const SERVER_FRAMES = {
	welcome: {
		cursor: text,
		session: text,
		"you?": self,
		resumed: oneOf("fresh", "complete", "partial"),
		"gap?": { after: whole, before: whole },
		"presence?": presence,
		may: { publish: bool, signal: bool, call: bool, history: bool },
		limits: { messageBytes: whole, heartbeat: positive },
	},
	event: {
		seq: positive,
		at: whole,
		name: text,
		data: json,
		"from?": author,
		"id?": text,
		"receipt?": bool,
	},
	skip: { seq: positive, "to?": positive, "lost?": bool },
	signal: { name: text, data: json, "from?": author },
	presence: { ...presence, "joined?": [member], "left?": [text] },
	ack: { "ref?": text, seq: positive, at: whole, recipients: whole },
	reply: { ref: text, data: json },
	fault: faultBody,
} as const satisfies { readonly [type: string]: Kind };

type ServerFrameType = keyof typeof SERVER_FRAMES;
export type ServerFrames = {
	[T in ServerFrameType]: { readonly type: T } & Shape<(typeof SERVER_FRAMES)[T]>;
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
	return [value].flat().flatMap((one) => {
		const { type } = read({ type: text }, one);
		if (!Object.hasOwn(SERVER_FRAMES, type)) return [];
		return { type, ...(read<Kind>(SERVER_FRAMES[type as ServerFrameType], one) as object) } as ServerFrame;
	});
}
