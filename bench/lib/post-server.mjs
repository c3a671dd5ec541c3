import { createServer } from "node:http";

/**
 * An HTTP server that takes the body of each POST, for servers that are published to in no way of their own.
 *
 * @param {(body: string) => void} publish
 */
export function postServer(publish) {
	const server = createServer((request, response) => {
		if (request.method !== "POST") return void response.writeHead(404).end();
		let body = "";
		request.setEncoding("utf8");
		request.on("data", (/** @type {string} */ text) => (body += text));
		request.on("end", () => {
			publish(body);
			response.writeHead(200, { "Content-Length": 2 }).end("ok");
		});
	});
	// The publisher's connections stay open for as long as it likes, as they do everywhere else.
	server.keepAliveTimeout = 0;
	return server;
}
