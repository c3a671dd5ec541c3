import { fileKey } from "./id.ts";
import type { ByteRange, FileKeeper, KeptFile, OpenFile } from "./keeper.ts";
import { filesBy, readNote, writeNote } from "./note.ts";

/** The name of the one custom metadata that an object has. */
const NOTE = "note";

/** Keeps an app's files in an R2 bucket, each one object with its note as the object's metadata. */
export function r2Files(bucket: R2Bucket, app: string): FileKeeper {
	const head = async (id: string) => {
		const key = fileKey(app, id);
		return key === undefined ? undefined : kept(id, await bucket.head(key));
	};
	return {
		async put(file, bytes) {
			const key = fileKey(app, file.file.id);
			if (key !== undefined) await bucket.put(key, bytes, { customMetadata: { [NOTE]: writeNote(file) } });
		},
		async open(id, part) {
			const key = fileKey(app, id);
			if (key === undefined) return undefined;
			// Asked for its size only where a part is wanted: most files are sent whole.
			const range = part?.((await bucket.head(key))?.size ?? 0);
			return opened(id, await bucket.get(key, range === undefined ? {} : { range: r2Range(range) }), range);
		},
		async get(ids, by) {
			return filesBy(by, await Promise.all(ids.map(head)));
		},
		async delete(ids) {
			const keys = ids.flatMap((id) => fileKey(app, id) ?? []);
			if (keys.length > 0) await bucket.delete(keys);
		},
	};
}

/** An object without a note is none of ours. */
function kept(id: string, object: R2Object | null): KeptFile | undefined {
	const note = object?.customMetadata?.[NOTE];
	return note === undefined ? undefined : readNote(id, note);
}

function opened(id: string, object: R2ObjectBody | null, range: ByteRange | undefined): OpenFile | undefined {
	const found = kept(id, object);
	if (object === null || found === undefined) return undefined;
	return { ...found, body: object.body, ...(range === undefined ? {} : { range }) };
}

function r2Range({ first, last }: ByteRange): R2Range {
	return { offset: first, length: last - first + 1 };
}
