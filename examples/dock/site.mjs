import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { Origin } from "parlour/origin";

const { PARLOUR_URL: url = "http://localhost:8787", PORT: port = "8001", NAME: name = "Ada" } = process.env;
const { PARLOUR_KEY: key = "", PARLOUR_SECRET: secret = "" } = process.env;
const origin = new Origin({ url, key, secret });
const page = await readFile(new URL("index.html", import.meta.url), "utf8");

const server = createServer((request, response) => void respond(request, response));
server.listen(Number(port), "127.0.0.1", () => console.log("listening on", server.address()));

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function respond({ method }, response) {
	if (method !== "POST")
		return response.setHeader("Content-Type", "text/html").end(page.replaceAll("http://localhost:8787", url));
	// Who it is comes from your session; the groups are what your users have in common: courses, teams, projects.
	const ticket = await origin.ticket({ user: name.toLowerCase(), name, groups: ["Everybody"] });
	return response.setHeader("Content-Type", "application/json").end(JSON.stringify({ ticket }));
}
