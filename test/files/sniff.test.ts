import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { imageSize } from "../../src/files/dimensions.ts";
import { IMAGE_TYPES, sniff, UNKNOWN_TYPE } from "../../src/files/sniff.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import { jpeg, latin, png, zip } from "../support/sample-files.ts";

const OOXML = "application/vnd.openxmlformats-officedocument";
const odf = (type: string) => latin(`PK\x03\x04${"\0".repeat(26)}mimetype${type}PK\x03\x04`);
const riff = (form: string) => latin(`RIFF\x24\0\0\0${form}`);
const media = (brand: string) => latin(`\0\0\0\x20ftyp${brand}\0\0\x02\0`);

describe("the type of a file", () => {
	test.each([
		["PNG", png(1, 1), "image/png"],
		["JPEG", jpeg(1, 1), "image/jpeg"],
		["GIF", latin("GIF89a\x01\0\x01\0"), "image/gif"],
		["WebP", riff("WEBPVP8 "), "image/webp"],
		["AVIF", media("avif"), "image/avif"],
		["PDF", latin("%PDF-1.7\n"), "application/pdf"],
		["MP4", media("isom"), "video/mp4"],
		["M4A", media("M4A "), "audio/mp4"],
		["WebM", latin("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"), "video/webm"],
		["MP3 with a tag", latin("ID3\x04\0\0"), "audio/mpeg"],
		["MP3 without one", latin("\xff\xfb\x90\x64"), "audio/mpeg"],
		["Ogg", latin("OggS\0\x02"), "audio/ogg"],
		["WAV", riff("WAVEfmt "), "audio/wav"],
		["zip", zip(["a.txt", "b.txt"]), "application/zip"],
		["zip of nothing", zip([]), "application/zip"],
		["Word", zip(["[Content_Types].xml", "_rels/.rels", "word/document.xml"]), `${OOXML}.wordprocessingml.document`],
		["Excel", zip(["[Content_Types].xml", "xl/workbook.xml"]), `${OOXML}.spreadsheetml.sheet`],
		["PowerPoint", zip(["ppt/presentation.xml"]), `${OOXML}.presentationml.presentation`],
		["Writer", odf("application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"],
		["a made-up OpenDocument", odf("application/vnd.oasis.opendocument.text-x<script>"), "application/zip"],
		["text", utf8("Grüße,\r\n\tдо завтра 👋\n"), "text/plain"],
		["text with a mark", utf8("\ufeffa;b\n1;2\n"), "text/plain"],
	])("[FILE3] %s is told from its bytes", (_, bytes, type) => {
		expect(sniff(bytes)).toBe(type);
	});

	test.each([
		["nothing", new Uint8Array()],
		["HTML", utf8("<html><script>alert(1)</script>")],
		["HTML after a gap", utf8(" \n\t<!-- -->")],
		["SVG", utf8("<svg onload=alert(1)>")],
		["SVG in an XML document", utf8('\ufeff<?xml version="1.0"?><svg/>')],
		["UTF-16", latin("\xff\xfeh\0i\0")],
		["Latin-1", latin("Gr\xfc\xdfe")],
		["text with a control character", utf8("a\x1bc\0")],
		["QuickTime", media("qt  ")],
		["HEIC", media("heic")],
		["Matroska", latin("\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska")],
		["AVI", riff("AVI LIST")],
		["a program", latin("\x7fELF\x02\x01\x01\0")],
		["half a PNG's signature", latin("\x89PNG\r\n")],
		["AAC", latin("\xff\xf1\x50\x80")],
	])("[FILE3] %s is nothing in particular", (_, bytes) => {
		expect(sniff(bytes)).toBe(UNKNOWN_TYPE);
	});

	const BEGINNINGS = [
		"",
		"PK\x03\x04",
		"PK\x05\x06",
		"\x89PNG\r\n\x1a\n",
		"\xff\xd8\xff",
		"GIF89a",
		"RIFF\0\0\0\0WEBPVP8X",
	];
	const SAFE =
		/^(application\/(octet-stream|pdf|zip|vnd\.[a-z.-]+)|text\/plain|(audio|video)\/(mpeg|mp4|ogg|wav|webm))$/;

	test("[FILE3] whatever the bytes are, only types come out that no browser runs, and nothing throws", () => {
		const bytes = fc.tuple(fc.constantFrom(...BEGINNINGS), fc.uint8Array({ maxLength: 400 }));
		fc.assert(
			fc.property(bytes, ([beginning, rest]) => {
				const whole = Uint8Array.from([...latin(beginning), ...rest]);
				const type = sniff(whole);
				expect(IMAGE_TYPES.has(type) || SAFE.test(type)).toBe(true);
				const sides = [...IMAGE_TYPES].flatMap((image) => Object.values(imageSize(image, whole) ?? {}) as number[]);
				expect(sides.every((side) => side > 0)).toBe(true);
			}),
			{ numRuns: 3_000 },
		);
	});

	test("[FILE3] archives and images that are cut or broken anywhere throw nothing", () => {
		for (const whole of [zip(["a", "word/document.xml"]), jpeg(3, 4, 6), png(1, 2)])
			for (let at = 0; at < whole.length; at++) {
				const broken = whole.slice();
				broken[at] = 255 - (broken[at] ?? 0);
				for (const bytes of [broken, whole.slice(0, at)]) expect(() => imageSize(sniff(bytes), bytes)).not.toThrow();
			}
	});
});

function side(pixels: number): string {
	return String.fromCharCode(pixels & 255, pixels >> 8);
}

/** A GIF with a screen of 800 × 600, whose first frame is of this size; its pixels are missing. */
function gif(extensions: string, width: number, height: number): Uint8Array<ArrayBuffer> {
	const screen = `${side(800)}${side(600)}\x80\0\0${"\0".repeat(6)}`;
	return latin(`GIF89a${screen}${extensions}\x2c\0\0\0\0${side(width)}${side(height)}\0`);
}

describe("the size of an image", () => {
	test("[FILE21] of a GIF is that of its first frame where it reaches beyond the screen", () => {
		expect(imageSize("image/gif", gif("", 20_000, 20_000))).toEqual({ width: 20_000, height: 20_000 });
		expect(imageSize("image/gif", gif("", 2, 20_000))).toEqual({ width: 800, height: 20_000 });
	});

	test("[FILE21] is not told of a GIF without a frame, or with no end of what comes before it", () => {
		const endless = `\x21\xfe${"\x01a".repeat(20_000)}`;
		for (const bytes of [latin("GIF89a\x20\x03\x58\x02"), gif("", 1, 1).subarray(0, 22), gif(endless, 1, 1)])
			expect(imageSize("image/gif", bytes)).toBeUndefined();
	});

	const vp8 = `${"\0".repeat(7)}\x9d\x01\x2a\x20\x03\x58\x02`;
	// 800 - 1 in fourteen bits, then 600 - 1 in the next.
	const packed = (799 | (599 << 14)) >>> 0;
	const vp8l = `\0\0\0\0\x2f${String.fromCharCode(packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >>> 24)}`;
	const vp8x = "\x0a\0\0\0\0\0\0\0\x1f\x03\0\x57\x02\0";

	test.each([
		["image/png", png(800, 600)],
		["image/gif", gif("", 800, 600)],
		["image/gif", gif("\x21\xf9\x04\0\0\0\0\0\x21\xfe\x02hi\0", 800, 600)],
		["image/jpeg", jpeg(800, 600)],
		["image/jpeg", jpeg(800, 600, 3)],
		["image/jpeg", jpeg(600, 800, 6)],
		["image/webp", riff(`WEBPVP8 ${vp8}`)],
		["image/webp", riff(`WEBPVP8L${vp8l}`)],
		["image/webp", riff(`WEBPVP8X${vp8x}`)],
	])("[FILE11] of %s is read from its header, as it is shown", (type, bytes) => {
		expect(imageSize(type, bytes)).toEqual({ width: 800, height: 600 });
	});

	test.each([
		["image/png", png(0, 600)],
		["image/png", png(4_000_000_000, 1)],
		["image/png", latin("\x89PNG\r\n\x1a\n")],
		["image/jpeg", jpeg(0, 0)],
		["image/jpeg", jpeg(8, 6).slice(0, 25)],
		["image/webp", riff("WEBPVP8 ")],
		["image/avif", media("avif")],
		["text/plain", utf8("a")],
	])("[FILE11] of %s is left out where it cannot be told", (type, bytes) => {
		expect(imageSize(type, bytes)).toBeUndefined();
	});
});
