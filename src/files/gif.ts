import { u16le } from "./bytes.ts";
import type { Size } from "./size.ts";

const HEADER_LENGTH = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
/** Comments and other extensions before the first frame; a file with more of them is none that a camera or editor made. */
const MOST_BLOCKS = 10_000;

/**
 * The size of a GIF as it is shown (GIF89a, sections 18 to 24): that of its screen, or of its first frame where that
 * reaches beyond it, because browsers enlarge the screen then. `undefined` where no frame is found.
 */
export function gifSize(bytes: Uint8Array): Size | undefined {
	const packed = bytes[10] ?? 0;
	const hasColours = (packed & 0x80) !== 0;
	let at = HEADER_LENGTH + (hasColours ? 3 * 2 ** ((packed & 7) + 1) : 0);
	for (let blocks = 0; blocks < MOST_BLOCKS && bytes[at] === EXTENSION; blocks++) {
		at += 2;
		for (let length; blocks < MOST_BLOCKS && (length = bytes[at] ?? 0) > 0; blocks++) at += 1 + length;
		at += 1;
	}
	if (bytes[at] !== IMAGE || at + 9 > bytes.length) return undefined;
	return {
		width: Math.max(u16le(bytes, 6), u16le(bytes, at + 1) + u16le(bytes, at + 5)),
		height: Math.max(u16le(bytes, 8), u16le(bytes, at + 3) + u16le(bytes, at + 7)),
	};
}
