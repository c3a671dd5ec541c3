import { FaultError } from "../src/protocol/fault.ts";
import type { Visit } from "./origin.ts";
import { protect } from "./policy.ts";

/** Answers with a file of the pages, under a policy that lets nothing run or load but the pages' own files. */
export async function page({ request, env }: Visit): Promise<Response> {
	if (request.method !== "GET" && request.method !== "HEAD") throw new FaultError("bad_method");
	if (env.ASSETS === undefined) throw new FaultError("not_found", "The demo's files are there with `npm start` only.");
	const file = await env.ASSETS.fetch(fileOf(request));
	const headers = new Headers(file.headers);
	protect(headers, new URL(request.url));
	// Built anew with each start.
	headers.set("Cache-Control", "no-cache");
	return new Response(file.body, { status: file.status, headers });
}

/** The file of a path; a page's own path has no extension. */
function fileOf(request: Request): Request {
	const url = new URL(request.url);
	if (!/[./]/.test(url.pathname.slice(1)) && url.pathname !== "/") url.pathname += ".html";
	return new Request(url, request);
}
