// The Worker behind the ASSETS binding on one's own host: files of a folder, with the types that browsers insist on.

const TYPES = new Map(
	Object.entries({
		css: "text/css; charset=utf-8",
		html: "text/html; charset=utf-8",
		js: "text/javascript; charset=utf-8",
		json: "application/json",
		map: "application/json",
		svg: "image/svg+xml",
		txt: "text/plain; charset=utf-8",
	}),
);

export default {
	/**
	 * @param {Request} request
	 * @param {{ FILES: { fetch(url: URL): Promise<Response> } }} env
	 */
	async fetch(request, env) {
		const url = new URL(request.url);
		if (url.pathname.endsWith("/")) url.pathname += "index.html";
		const extension = /\.([a-z]+)$/.exec(url.pathname)?.[1] ?? "";
		// A folder would be answered with a list of what is in it.
		const type = TYPES.get(extension);
		if (type === undefined) return new Response("Not found\n", { status: 404 });
		const file = await env.FILES.fetch(url);
		if (!file.ok) return new Response("Not found\n", { status: 404 });
		const headers = new Headers(file.headers);
		headers.set("Content-Type", type);
		headers.set("X-Content-Type-Options", "nosniff");
		return new Response(request.method === "HEAD" ? null : file.body, { headers });
	},
};
