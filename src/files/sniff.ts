import { fromUtf8 } from "../protocol/utf8.ts";
import { latin1, says, u16be } from "./bytes.ts";
import { zipType } from "./zip.ts";

/** What a file is taken for that is nothing else. */
export const UNKNOWN_TYPE = "application/octet-stream";

/** Images of pixels, which a page may show: none of them can hold a script. */
export const IMAGE_TYPES: ReadonlySet<string> = new Set([
	"image/png",
	"image/jpeg",
	"image/gif",
	"image/webp",
	"image/avif",
]);

/** Types by the characters that a file begins with. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
	["\x89PNG\r\n\x1a\n", "image/png"],
	["\xff\xd8\xff", "image/jpeg"],
	["GIF87a", "image/gif"],
	["GIF89a", "image/gif"],
	["%PDF-", "application/pdf"],
	["OggS\0", "audio/ogg"],
	["ID3", "audio/mpeg"],
];

/** Types by the brand of an ISO media file (ISO/IEC 14496-12). */
const BRANDS: readonly (readonly [RegExp, string])[] = [
	[/^avi[fs]$/, "image/avif"],
	[/^M4[AB] $/, "audio/mp4"],
	[/^(isom|iso[2-9]|mp4[12]|avc1|M4V |dash|mmp4|MSNV)$/, "video/mp4"],
];

/**
 * The media type of a file, told from its bytes alone: what its name or its sender says counts for nothing. Only types of
 * a short list come out, none of which a browser runs.
 */
export function sniff(bytes: Uint8Array): string {
	const found = BEGINNINGS.find(([characters]) => says(bytes, 0, characters));
	if (found !== undefined) return found[1];
	if (says(bytes, 0, "RIFF")) return riffType(latin1(bytes, 8, 4));
	if (says(bytes, 4, "ftyp")) return brandType(latin1(bytes, 8, 4));
	if (says(bytes, 0, "\x1a\x45\xdf\xa3")) return latin1(bytes, 0, 64).includes("webm") ? "video/webm" : UNKNOWN_TYPE;
	if (says(bytes, 0, "PK\x03\x04") || says(bytes, 0, "PK\x05\x06")) return zipType(bytes);
	if (isMpegAudio(u16be(bytes, 0), bytes[2] ?? 0)) return "audio/mpeg";
	return isPlainText(bytes) ? "text/plain" : UNKNOWN_TYPE;
}

function riffType(form: string): string {
	if (form === "WEBP") return "image/webp";
	return form === "WAVE" ? "audio/wav" : UNKNOWN_TYPE;
}

function brandType(brand: string): string {
	return BRANDS.find(([pattern]) => pattern.test(brand))?.[1] ?? UNKNOWN_TYPE;
}

/** The header of a frame of layer III (ISO/IEC 11172-3): eleven bits set, and no field that is reserved. */
function isMpegAudio(sync: number, rates: number): boolean {
	const version = (sync >> 3) & 3;
	const layer = (sync >> 1) & 3;
	const bitrate = rates >> 4;
	const sampling = (rates >> 2) & 3;
	return (sync & 0xffe0) === 0xffe0 && version !== 1 && layer === 1 && bitrate > 0 && bitrate < 15 && sampling !== 3;
}

/** UTF-8 without control characters. What begins as markup does is no plain text: nobody is to take it for a page. */
function isPlainText(bytes: Uint8Array): boolean {
	// Most other files show themselves by a zero near their beginning, and need not be read whole.
	if (bytes.length === 0 || bytes.subarray(0, 1_024).includes(0)) return false;
	const text = fromUtf8(bytes);
	// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
	return text !== undefined && !/[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/.test(text) && !/^[\ufeff\s]*</.test(text);
}
