import { utf8 } from "../../src/protocol/utf8.ts";

/** Bytes that are written as the characters of their numbers. */
export function latin(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The beginning of a PNG of this size; a browser would not show it, and needs not. */
export function png(width: number, height: number): Uint8Array<ArrayBuffer> {
	const bytes = latin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\x08\x06\0\0\0");
	const view = new DataView(bytes.buffer);
	view.setUint32(16, width);
	view.setUint32(20, height);
	return bytes;
}

/** The beginning of a JPEG of this size, with an Exif orientation where one is given. */
export function jpeg(width: number, height: number, orientation?: number): Uint8Array<ArrayBuffer> {
	const app0 = "\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
	const frame = `\xff\xc0\0\x11\x08${twoBytes(height)}${twoBytes(width)}\x03\x01\x22\0\x02\x11\x01\x03\x11\x01`;
	return latin(`\xff\xd8${app0}${orientation === undefined ? "" : exif(orientation)}${frame}`);
}

function exif(way: number): string {
	return `\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0${String.fromCharCode(way)}\0\0\0\0\0\0\0`;
}

function twoBytes(number: number): string {
	return String.fromCharCode(number >> 8, number & 255);
}

/** A zip archive of empty files with these names: local headers, the directory, and its end. */
export function zip(names: readonly string[]): Uint8Array<ArrayBuffer> {
	const locals = names.map((name) => [...header("PK\x03\x04", 30, 26, name), ...utf8(name)]);
	const entries = names.map((name) => [...header("PK\x01\x02", 46, 28, name), ...utf8(name)]);
	const end = latin(`PK\x05\x06${"\0".repeat(18)}`);
	new DataView(end.buffer).setUint32(16, locals.flat().length, true);
	return Uint8Array.from([...locals.flat(), ...entries.flat(), ...end]);
}

function header(sign: string, length: number, nameLengthAt: number, name: string): Uint8Array {
	const bytes = latin(sign + "\0".repeat(length - 4));
	new DataView(bytes.buffer).setUint16(nameLengthAt, utf8(name).length, true);
	return bytes;
}
