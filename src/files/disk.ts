import { fileKey } from "./id.ts";
import type { ByteRange, FileKeeper, KeptFile } from "./keeper.ts";
import { filesBy, readNote, writeNote } from "./note.ts";

/** The service, as far as it is used here. */
export interface Disk {
	fetch(
		url: string,
		init?: {
			readonly method?: string;
			readonly headers?: Record<string, string>;
			readonly body?: Uint8Array<ArrayBuffer> | string;
		},
	): Promise<Response>;
}

/**
 * Keeps an app's files in a folder, by the runtime's own service for it (`DiskDirectory` in workerd.capnp), which writes
 * a file whole or not at all. A file's note stands beside it, and is written last and deleted first: what has a note is
 * there.
 */
export function diskFiles(disk: Disk, app: string): FileKeeper {
	const folder = new Folder(disk);
	const find = async (id: string): Promise<KeptFile | undefined> => {
		const key = fileKey(app, id);
		const note = key === undefined ? undefined : await folder.read(noteOf(key));
		return note === undefined ? undefined : readNote(id, await note.text());
	};
	return {
		async put(file, bytes) {
			const key = fileKey(app, file.file.id);
			if (key === undefined) return;
			await folder.write(key, bytes);
			await folder.write(noteOf(key), writeNote(file));
		},
		async open(id, part) {
			const found = await find(id);
			if (found === undefined) return undefined;
			const range = part?.(found.file.bytes);
			const answer = await folder.read(fileKey(app, id) ?? "", range);
			if (answer?.body == null) return undefined;
			return { ...found, body: answer.body, ...(range === undefined ? {} : { range }) };
		},
		async get(ids, by) {
			return filesBy(by, await Promise.all(ids.map(find)));
		},
		async delete(ids) {
			for (const key of ids.flatMap((id) => fileKey(app, id) ?? [])) {
				await folder.remove(noteOf(key));
				await folder.remove(key);
			}
		},
	};
}

function noteOf(key: string): string {
	return `${key}.json`;
}

/** What the service answers is checked here: it has no errors but statuses. */
class Folder {
	readonly #disk: Disk;

	constructor(disk: Disk) {
		this.#disk = disk;
	}

	async read(path: string, range?: ByteRange): Promise<Response | undefined> {
		const headers: Record<string, string> = range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` };
		const answer = await this.#disk.fetch(at(path), { headers });
		return answer.ok ? answer : nothingAt(answer);
	}

	async write(path: string, body: Uint8Array<ArrayBuffer> | string): Promise<void> {
		const answer = await this.#disk.fetch(at(path), { method: "PUT", body });
		if (!answer.ok) throw new Error(`The folder of files answered ${answer.status}.`);
	}

	async remove(path: string): Promise<void> {
		const answer = await this.#disk.fetch(at(path), { method: "DELETE" });
		if (!answer.ok) nothingAt(answer);
	}
}

function nothingAt(answer: Response): undefined {
	if (answer.status !== 404) throw new Error(`The folder of files answered ${answer.status}.`);
}

/** The service looks at the path alone. */
function at(path: string): string {
	return `http://files/${path}`;
}
