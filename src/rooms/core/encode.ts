import type { ServerFrame } from "../../protocol/server-frames.ts";
import type { Author } from "../../protocol/user.ts";
import { LIMITS } from "../../protocol/limits.ts";

declare const encoded: unique symbol;

/** JSON of a server frame or of a batch. Fan-out takes nothing else, so that nothing is encoded once per subscriber. */
export type Encoded = string & { readonly [encoded]: true };

/** Encodes a frame for one reader or for all. */
export function encodeFrame(frame: ServerFrame): Encoded {
	return JSON.stringify(frame) as Encoded;
}

/** Frames that the store holds are as {@link encodeEvent} made them. */
export function storedFrame(text: string): Encoded {
	return text as Encoded;
}

/** What an event's frame is made of; `data` is already JSON, so that it is measured and encoded in one go. */
export interface EventParts {
	readonly seq: number;
	readonly at: number;
	readonly name: string;
	readonly data: string;
	readonly from?: Author;
	readonly id?: string;
	/** Whether readers are to acknowledge it. */
	readonly receipt?: boolean;
}

/** The frame of an event, as it is stored and sent. */
export function encodeEvent({ seq, at, name, data, from, id, receipt }: EventParts): Encoded {
	const author = from === undefined ? "" : `,"from":${JSON.stringify(from)}`;
	const key = id === undefined ? "" : `,"id":${JSON.stringify(id)}`;
	const wish = receipt === true ? `,"receipt":true` : "";
	return `{"type":"event","seq":${seq},"at":${at},"name":${JSON.stringify(name)},"data":${data}${author}${key}${wish}}` as Encoded;
}

/** One message for some frames: the frame itself, or an array. */
function join(frames: readonly Encoded[]): Encoded {
	const [only] = frames;
	return frames.length === 1 && only !== undefined ? only : (`[${frames.join(",")}]` as Encoded);
}

/** Frames on their way to one or many readers; each form is encoded when first asked for, and then shared. */
export class Batch {
	readonly #frames: readonly Encoded[];
	#messages: readonly Encoded[] | undefined;
	#list: Encoded | undefined;

	constructor(frames: readonly Encoded[]) {
		this.#frames = frames;
	}

	/** The frames as messages of bounded size. */
	messages(): readonly Encoded[] {
		return (this.#messages ??= chunks(this.#frames).map(join));
	}

	/** The frames as one JSON array. */
	list(): Encoded {
		return (this.#list ??= `[${this.#frames.join(",")}]` as Encoded);
	}
}

/**
 * Splits frames so that no message grows much over {@link LIMITS.pageBytes}: a reader must hold a whole message at once.
 * The frame that passes the limit is the last, as it is in a page that the log reads: so a page is one message.
 */
function chunks(frames: readonly Encoded[]): Encoded[][] {
	const parts: Encoded[][] = [];
	let size = Number.POSITIVE_INFINITY;
	for (const frame of frames) {
		if (size >= LIMITS.pageBytes) {
			parts.push([]);
			size = 0;
		}
		parts.at(-1)?.push(frame);
		size += frame.length;
	}
	return parts;
}
