import {
	type ClientFrame,
	type ClientFrames,
	type ClientFrameType,
	decodeClientFrame,
	refOf,
	scanRef,
} from "../../protocol/client-frames.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import type { Encoded } from "./encode.ts";
import { encodeFrame } from "./encode.ts";
import type { Reader } from "./reader.ts";
import type { Throttle } from "./throttle.ts";

/** What a room does with each frame of a client. A handler answers its sender with frames, now or later. */
export type FrameHandlers = {
	readonly [T in ClientFrameType]: (reader: Reader, frame: ClientFrames[T]) => Answer | Promise<Answer>;
};

/** A frame for the sender, or nothing. */
export type Answer = Encoded | undefined;

/** What stands at a room's door. */
export interface Inbound {
	readonly handlers: FrameHandlers;
	readonly throttle: Throttle;
	/** The area's limit for a message, in bytes. */
	readonly maxBytes: number;
}

/**
 * Takes what a socket sent through: count, measure, decode, handle, answer. Whatever goes wrong ends in a `fault` frame to
 * its sender and nowhere else.
 *
 * @param data binary is refused: the protocol is text
 */
export async function receive(
	reader: Reader,
	data: string | ArrayBuffer,
	{ handlers, throttle, maxBytes }: Inbound,
): Promise<Answer> {
	try {
		throttle.frame(reader);
	} catch (thrown) {
		return faultFrame(thrown, refIn(data, maxBytes));
	}
	if (typeof data !== "string") return faultFrame(new FaultError("bad_frame", "Frames are text, not binary."));
	if (!isMeasured(data, maxBytes)) return faultFrame(new FaultError("too_large"), scanRef(data));
	try {
		return await dispatch(reader, decodeClientFrame(data), handlers);
	} catch (thrown) {
		return faultFrame(thrown, refOf(data));
	}
}

/** The `ref` of a frame that is refused whatever it says, so that its sender learns which; one too large is not parsed for it. */
function refIn(data: string | ArrayBuffer, maxBytes: number): string | undefined {
	if (typeof data !== "string") return undefined;
	return isMeasured(data, maxBytes) ? refOf(data) : scanRef(data);
}

function isMeasured(data: string, maxBytes: number): boolean {
	return fitsUtf8(data, maxBytes + LIMITS.envelopeBytes);
}

function dispatch(reader: Reader, frame: ClientFrame, handlers: FrameHandlers): Answer | Promise<Answer> {
	switch (frame.type) {
		case "publish":
			return handlers.publish(reader, frame);
		case "signal":
			return handlers.signal(reader, frame);
		case "call":
			return handlers.call(reader, frame);
		case "replay":
			return handlers.replay(reader, frame);
		case "renew":
			return handlers.renew(reader, frame);
		case "state":
			return handlers.state(reader, frame);
		case "receipt":
			return handlers.receipt(reader, frame);
	}
}

/** The `fault` frame for a thrown value. */
function faultFrame(thrown: unknown, ref?: string): Encoded {
	return encodeFrame({ type: "fault", ...(ref !== undefined && { ref }), ...faultOf(thrown) });
}
