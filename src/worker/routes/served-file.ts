import { attachment } from "../../files/disposition.ts";
import type { OpenFile } from "../../files/keeper.ts";
import { IMAGE_TYPES } from "../../files/sniff.ts";

/** How long a browser may keep a file, in seconds. What is deleted is gone from its cache, too, when it is over. */
const KEPT_SECONDS = 7 * 24 * 3_600;

/** The headers of a file that say nothing of what is in it. */
export function fileHeaders(id: string): Headers {
	return new Headers({
		ETag: `"${id}"`,
		"Cache-Control": `private, max-age=${KEPT_SECONDS}, immutable`,
		"X-Content-Type-Options": "nosniff",
		// Even where a browser is made to show it as a page, nothing in it runs or loads.
		"Content-Security-Policy": "default-src 'none'; sandbox",
		"Cross-Origin-Resource-Policy": "cross-origin",
		"Accept-Ranges": "bytes",
	});
}

/** Whether the one who asks has the file already (RFC 9110 section 13.1.2). */
export function isKnown(id: string, asked: Headers): boolean {
	const tags = asked.get("If-None-Match")?.split(",") ?? [];
	return tags.some((tag) => tag.trim().replace(/^W\//, "") === `"${id}"`);
}

/**
 * A file over HTTP. An image of pixels is shown; all else is offered as a download, whatever it is.
 *
 * @param outside how long the file is, where nothing of it is in the range that was asked for
 */
export async function servedFile({ file, range, body }: OpenFile, outside: number | undefined): Promise<Response> {
	const headers = fileHeaders(file.id);
	if (outside !== undefined) {
		await body.cancel();
		headers.set("Content-Range", `bytes */${outside}`);
		return new Response(null, { status: 416, headers });
	}
	const text = file.type === "text/plain";
	headers.set("Content-Type", text ? "text/plain; charset=utf-8" : file.type);
	headers.set("Content-Disposition", IMAGE_TYPES.has(file.type) ? "inline" : attachment(file.name));
	if (range === undefined) {
		headers.set("Content-Length", String(file.bytes));
		return new Response(body, { headers });
	}
	headers.set("Content-Length", String(range.last - range.first + 1));
	headers.set("Content-Range", `bytes ${range.first}-${range.last}/${file.bytes}`);
	return new Response(body, { status: 206, headers });
}
