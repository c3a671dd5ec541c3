import { says, u16be, u16le, u32be, u32le } from "./bytes.ts";
import type { Size } from "./size.ts";

const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const ORIENTATION = 0x0112;

/** The size of a JPEG as it is shown: browsers turn it as its camera says, and so do we. */
export function jpegSize(bytes: Uint8Array): Size | undefined {
	let turned = false;
	let at = 2;
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1] ?? 0;
		// Any number of these may fill the place before a marker.
		if (marker === 0xff) at++;
		else if (isFrame(marker)) {
			const [height, width] = [u16be(bytes, at + 5), u16be(bytes, at + 7)];
			return turned ? { width: height, height: width } : { width, height };
		} else if (marker === START_OF_SCAN) return undefined;
		else {
			if (marker === APP1) turned ||= isTurned(bytes, at + 4);
			at += 2 + Math.max(2, u16be(bytes, at + 2));
		}
	}
	return undefined;
}

/** The markers of a frame's header (ITU T.81 table B.1), without those of tables that lie between them. */
function isFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Whether Exif's orientation is one of the four that swap width and height. */
function isTurned(bytes: Uint8Array, at: number): boolean {
	if (!says(bytes, at, "Exif\0\0")) return false;
	const tiff = at + 6;
	const little = says(bytes, tiff, "II");
	const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
	const directory = tiff + u32(bytes, tiff + 4);
	const entries = u16(bytes, directory);
	for (let entry = 0; entry < entries && directory + 2 + entry * 12 < bytes.length; entry++) {
		const place = directory + 2 + entry * 12;
		if (u16(bytes, place) === ORIENTATION) return u16(bytes, place + 8) >= 5 && u16(bytes, place + 8) <= 8;
	}
	return false;
}
