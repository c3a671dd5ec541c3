import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { answerCall, CallError } from "parlour/origin";

// Where PARLOUR_WEBHOOK, or `webhook` in parlour.config.ts, points to.
const { PARLOUR_SECRET: secret = "", PORT: port = "8788" } = process.env;

const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
server.listen(Number(port), "127.0.0.1", () => console.log("listening on", server.address()));

/**
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 */
async function respond(incoming, outgoing) {
	const request = { body: await text(incoming), headers: incoming.headers };
	const response = await answerCall(request, secret, answer, { onEvent: ({ type }) => console.log(type) });
	outgoing.writeHead(response.status, { "Content-Type": "application/json" }).end(await response.text());
}

/** @param {import("parlour/origin").Call} call */
function answer({ user, data }) {
	if (user === undefined) throw new CallError("Please sign in.");
	return { hello: user.name ?? user.id, asked: data };
}
