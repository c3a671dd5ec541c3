import { latin1, says, u16le, u32le } from "./bytes.ts";

const ZIP_TYPE = "application/zip";
const OOXML = "application/vnd.openxmlformats-officedocument";

/** Types of office documents by a file that each has in it (ECMA-376). */
const PARTS: ReadonlyMap<string, string> = new Map([
	["word/document.xml", `${OOXML}.wordprocessingml.document`],
	["xl/workbook.xml", `${OOXML}.spreadsheetml.sheet`],
	["ppt/presentation.xml", `${OOXML}.presentationml.presentation`],
]);

/** OpenDocument says what it is in its first file, uncompressed (OpenDocument 1.3 part 2, 3.3). */
const ODF = /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)(?=PK)/;
const ODF_TYPE_LENGTH = 60;

const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const ENTRY_LENGTH = 46;
/** Office documents name their parts early; an archive of many files need not be read to its end. */
const MAX_ENTRIES = 200;

/** The type of a zip archive: an office document by what is in it, or just an archive. */
export function zipType(bytes: Uint8Array): string {
	if (says(bytes, 30, "mimetypeapplication/")) return ODF.exec(latin1(bytes, 38, ODF_TYPE_LENGTH))?.[0] ?? ZIP_TYPE;
	for (const name of entryNames(bytes)) {
		const type = PARTS.get(name);
		if (type !== undefined) return type;
	}
	return ZIP_TYPE;
}

/** The names in the central directory (APPNOTE.TXT 4.3.12). */
function* entryNames(bytes: Uint8Array): Generator<string> {
	let at = directoryAt(bytes);
	for (let entries = 0; entries < MAX_ENTRIES && at !== undefined && says(bytes, at, "PK\x01\x02"); entries++) {
		const nameLength = u16le(bytes, at + 28);
		yield latin1(bytes, at + ENTRY_LENGTH, Math.min(nameLength, 256));
		at += ENTRY_LENGTH + nameLength + u16le(bytes, at + 30) + u16le(bytes, at + 32);
	}
}

/** Where the central directory begins, as the archive's end says. */
function directoryAt(bytes: Uint8Array): number | undefined {
	const last = bytes.length - END_LENGTH;
	for (let at = last; at >= 0 && at >= last - MAX_COMMENT; at--)
		if (bytes[at] === 0x50 && says(bytes, at, "PK\x05\x06")) return u32le(bytes, at + 16);
	return undefined;
}
