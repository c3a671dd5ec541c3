import { latin1, says, u16le, u32be } from "./bytes.ts";
import { gifSize } from "./gif.ts";
import { jpegSize } from "./jpeg.ts";
import type { Size } from "./size.ts";

const READERS: { readonly [type: string]: (bytes: Uint8Array) => Size | undefined } = {
	"image/png": (bytes) => (says(bytes, 12, "IHDR") ? { width: u32be(bytes, 16), height: u32be(bytes, 20) } : undefined),
	"image/gif": gifSize,
	"image/jpeg": jpegSize,
	"image/webp": webpSize,
};

/** The most that a page may be told to make room for, in pixels: what is larger is no image, or not to be shown. */
const MAX_PIXELS = 100_000;

/**
 * The size that an image's header gives, so that a page can keep the place before the image has come. `undefined` for what
 * is no image, or where it cannot be read.
 */
export function imageSize(type: string, bytes: Uint8Array): Size | undefined {
	const size = READERS[type]?.(bytes);
	return size !== undefined && isSide(size.width) && isSide(size.height) ? size : undefined;
}

function isSide(pixels: number): boolean {
	return pixels > 0 && pixels <= MAX_PIXELS;
}

/** RFC 9649: a plain frame, a lossless one, or an extended header before either. */
function webpSize(bytes: Uint8Array): Size | undefined {
	switch (latin1(bytes, 12, 4)) {
		case "VP8 ":
			return says(bytes, 23, "\x9d\x01\x2a")
				? { width: u16le(bytes, 26) & 0x3fff, height: u16le(bytes, 28) & 0x3fff }
				: undefined;
		case "VP8L": {
			const packed = u16le(bytes, 21) + u16le(bytes, 23) * 0x1_0000;
			return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
		}
		case "VP8X":
			return { width: u24le(bytes, 24) + 1, height: u24le(bytes, 27) + 1 };
		default:
			return undefined;
	}
}

function u24le(bytes: Uint8Array, at: number): number {
	return u16le(bytes, at) + (bytes[at + 2] ?? 0) * 0x1_0000;
}
