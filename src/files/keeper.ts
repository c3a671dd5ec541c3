import type { File } from "../protocol/chat/model.ts";
import type { FileStore } from "../rooms/core/chat/files-port.ts";

/** A file and who uploaded it. */
export interface KeptFile {
	readonly file: File;
	readonly by: string;
}

/** A part of a file, in bytes; `last` belongs to it. */
export interface ByteRange {
	readonly first: number;
	readonly last: number;
}

/** A file on its way out. */
export interface OpenFile extends KeptFile {
	/** What is in `body`; missing for all of it. */
	readonly range?: ByteRange;
	readonly body: ReadableStream;
}

/** Where an app's files are kept. Implemented on R2 and on a folder of one's own machine. */
export interface FileKeeper extends FileStore {
	put(kept: KeptFile, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
	/**
	 * Opens a file.
	 *
	 * @param part says which part is wanted of so many bytes; all of it where it answers nothing
	 */
	open(id: string, part?: (bytes: number) => ByteRange | undefined): Promise<OpenFile | undefined>;
}
