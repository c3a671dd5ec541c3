import { expect, test } from "vitest";
import { type Disk, diskFiles } from "../../src/files/disk.ts";
import type { KeptFile } from "../../src/files/keeper.ts";
import { newFileId } from "../../src/files/id.ts";
import { filePath } from "../../src/protocol/paths.ts";
import { utf8 } from "../../src/protocol/utf8.ts";

/** The runtime's service for a folder, as far as it goes; answers 500 for what `broken` says. */
function disk(broken: (method: string, path: string) => boolean = () => false) {
	const kept = new Map<string, Uint8Array<ArrayBuffer>>();
	const fetch: Disk["fetch"] = async (url, { method = "GET", body } = {}) => {
		const path = new URL(url).pathname;
		if (broken(method, path)) return new Response(null, { status: 500 });
		if (method === "PUT") kept.set(path, new Uint8Array(await new Response(body).arrayBuffer()));
		else if (!kept.has(path)) return new Response("Not Found", { status: 404 });
		else if (method === "DELETE") kept.delete(path);
		else return new Response(kept.get(path));
		return new Response(null, { status: 204 });
	};
	return { kept, fetcher: { fetch } };
}

const id = newFileId("app");
const file = { id, name: "a b.txt", type: "text/plain", bytes: 3, url: filePath(id, "a b.txt") };
const kept: KeptFile = { file, by: "ada" };

test("[FILE8] a folder keeps a file and its note, and knows it by who uploaded it", async () => {
	const files = diskFiles(disk().fetcher, "app");
	await files.put(kept, utf8("abc"));
	expect(await files.get([id], "ada")).toEqual([file]);
	expect(await files.get([id], "bob")).toEqual([]);
	const open = await files.open(id);
	expect(open).toMatchObject(kept);
	expect(await new Response(open!.body).text()).toBe("abc");
	expect(await diskFiles(disk().fetcher, "other").open(id)).toBeUndefined();
});

test("[FILE9] deleting leaves nothing, and may be repeated", async () => {
	const { kept: stored, fetcher } = disk();
	const files = diskFiles(fetcher, "app");
	await files.put(kept, utf8("abc"));
	await files.delete([id, "x", newFileId("app")]);
	await files.delete([id]);
	expect(stored.size).toBe(0);
	expect(await files.open(id)).toBeUndefined();
});

test("[FILE9] what was written in part, or deleted in part, is not there", async () => {
	for (const broken of [
		(method: string, path: string) => method === "PUT" && path.endsWith(".json"),
		(method: string, path: string) => method === "DELETE" && !path.endsWith(".json"),
	]) {
		const files = diskFiles(disk(broken).fetcher, "app");
		const done = files.put(kept, utf8("abc")).then(async () => files.delete([id]));
		await expect(done).rejects.toThrow("500");
		expect(await files.open(id)).toBeUndefined();
		expect(await files.get([id], "ada")).toEqual([]);
	}
});
