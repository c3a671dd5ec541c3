import { Hono } from "hono";
import { inboxName } from "../../door/chat/names.ts";
import { imageSize } from "../../files/dimensions.ts";
import { appOfFile, newFileId } from "../../files/id.ts";
import type { FileKeeper } from "../../files/keeper.ts";
import { fileName } from "../../files/name.ts";
import { openFiles } from "../../files/open-files.ts";
import { byteRange } from "../../files/range.ts";
import { sniff } from "../../files/sniff.ts";
import { CHAT_LIMITS } from "../../protocol/chat/limits.ts";
import type { File } from "../../protocol/chat/model.ts";
import { FaultError } from "../../protocol/fault.ts";
import { filePath } from "../../protocol/paths.ts";
import { bearerOf } from "../auth/bearer.ts";
import { readBytes } from "../body.ts";
import { cors } from "../cors.ts";
import type { Context, Env } from "../env.ts";
import { assertOrigin, rulesOfInbox } from "../target.ts";
import { UploadRate } from "../upload-rate.ts";
import { jsonText } from "./admitted.ts";
import { badMethod } from "./bad-method.ts";
import { fileHeaders, isKnown, servedFile } from "./served-file.ts";

/** How fast users upload to this isolate. */
const rate = new UploadRate();

/** Files: what a page uploads, and what it is served; `docs/chat.md` explains it. */
export const fileRoutes = new Hono<Context>()
	.use("/", cors)
	.use("/:file/:name", cors)
	.post("/", async (c) => {
		const { app, caller } = await bearerOf(c.req.header("Authorization"), c.var.keyring);
		assertOrigin(c.var.config, app, c.req.header("Origin"));
		// Files are for chat: where an app has it switched off, nobody fills its store.
		rulesOfInbox(c.var.config, app);
		const files = keeperOf(c.env, app);
		const retryAfter = rate.take(inboxName(app, caller.user.id), Date.now());
		if (retryAfter > 0) throw new FaultError("rate_limited", undefined, { retryAfter });
		const bytes = await readBytes(c.req.raw, CHAT_LIMITS.fileBytes);
		const file = describe(newFileId(app), c.req.query("name") ?? "", bytes);
		await files.put({ file, by: caller.user.id }, bytes);
		return jsonText(JSON.stringify({ file }));
	})
	.get("/:file/:name", async (c) => {
		const id = c.req.param("file");
		const app = appOfFile(id);
		if (app === undefined) throw new FaultError("not_found");
		assertOrigin(c.var.config, app, c.req.header("Origin"));
		return serve(keeperOf(c.env, app), id, c.req.raw.headers);
	})
	.all("/", badMethod)
	.all("/:file/:name", badMethod);

/** @throws FaultError `not_supported` */
function keeperOf(env: Env, app: string): FileKeeper {
	const files = openFiles(env, app);
	if (files === undefined) throw new FaultError("not_supported");
	return files;
}

function describe(id: string, given: string, bytes: Uint8Array): File {
	const name = fileName(given);
	const type = sniff(bytes);
	return { id, name, type, bytes: bytes.length, url: filePath(id, name), ...imageSize(type, bytes) };
}

async function serve(files: FileKeeper, id: string, asked: Headers): Promise<Response> {
	// What an id stands for never changes, so that who has it once need not ask the store again.
	if (isKnown(id, asked)) return new Response(null, { status: 304, headers: fileHeaders(id) });
	const header = asked.get("If-Range") === null ? (asked.get("Range") ?? undefined) : undefined;
	let outside: number | undefined;
	const part = (bytes: number) => {
		const range = byteRange(header, bytes);
		if (range === "none") outside = bytes;
		return range === "none" ? undefined : range;
	};
	const open = await files.open(id, header === undefined ? undefined : part);
	if (open === undefined) throw new FaultError("not_found");
	return servedFile(open, outside);
}
