import { decode, maybe, object, text, whole } from "../protocol/decode.ts";
import { CHAT_LIMITS } from "../protocol/chat/limits.ts";
import type { File } from "../protocol/chat/model.ts";
import { readJson } from "../protocol/json.ts";
import { LIMITS } from "../protocol/limits.ts";
import { filePath } from "../protocol/paths.ts";
import type { KeptFile } from "./keeper.ts";

/** What is kept beside a file's bytes: all that cannot be told from where they are. */
const note = object({
	name: text(CHAT_LIMITS.fileNameChars * 4, 1),
	type: text(LIMITS.propertyBytes, 1),
	bytes: whole(),
	width: maybe(whole(1)),
	height: maybe(whole(1)),
	by: text(LIMITS.userIdBytes, 1),
});

/** Writes the note of a file. */
export function writeNote({ file: { name, type, bytes, width, height }, by }: KeptFile): string {
	return JSON.stringify({ name, type, bytes, width, height, by });
}

/** Reads a note that {@link writeNote} wrote. @throws FaultError `internal` */
export function readNote(id: string, text: string): KeptFile {
	const { by, name, width, height, ...file } = decode(note, readJson(text), "internal");
	const size = width === undefined || height === undefined ? {} : { width, height };
	return { file: { id, name, ...file, url: filePath(id, name), ...size }, by };
}

/** What is known of those that were found and that a user uploaded. */
export function filesBy(user: string, found: readonly (KeptFile | undefined)[]): File[] {
	return found.flatMap((kept) => (kept?.by === user ? [kept.file] : []));
}
