import { type Encoded, encodeFrame } from "./encode.ts";

/** What fan-out and replay hand over: a row of the log, or a frame that stands in none. */
export interface Item {
	/** Missing where the frame is not of the log. */
	readonly seq?: number;
	readonly frame: Encoded | null;
	readonly exclude?: readonly string[];
	/** The session that it does not go to, because it came from there. */
	readonly own?: string;
	/** Whether readers that are behind get it as well. */
	readonly keep?: boolean;
}

/**
 * The frames that one user gets for some items: the stored ones as they are, and skips where events were that this user
 * does not get. Skips that stand side by side become one.
 */
export function viewOf(items: Iterable<Item>, userId: string | undefined): Encoded[] {
	const frames: Encoded[] = [];
	let skipped: { from: number; to: number } | undefined;
	for (const { seq, frame, exclude } of items) {
		if (seq !== undefined && isHidden(frame, exclude, userId)) {
			skipped = { from: skipped?.from ?? seq, to: seq };
			continue;
		}
		if (skipped !== undefined) frames.push(encodeSkip(skipped.from, skipped.to));
		skipped = undefined;
		if (frame !== null) frames.push(frame);
	}
	if (skipped !== undefined) frames.push(encodeSkip(skipped.from, skipped.to));
	return frames;
}

/** Whether a row shows as a skip to a user. */
export function isHidden(
	frame: Encoded | null,
	exclude: readonly string[] | undefined,
	userId: string | undefined,
): boolean {
	return frame === null || (userId !== undefined && exclude?.includes(userId) === true);
}

/** A skip over the numbers `from` to `to`; `lost` where retention took the events. */
export function encodeSkip(from: number, to: number, lost?: true): Encoded {
	return encodeFrame({ type: "skip", seq: from, ...(to > from && { to }), ...(lost && { lost }) });
}
