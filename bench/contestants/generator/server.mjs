import { createServer } from "node:net";
import { message } from "../../lib/message.mjs";
import { listen } from "../../lib/listen.mjs";

// Stands in for a contestant to find the load generator's own limit: it accepts sockets and, from the first POST on, writes
// a prepared frame to all of them as fast as they take it.

const messages = Number(process.argv[2]);
const payload = Buffer.from(
	messages === 1
		? message(0)
		: `[${Array.from({ length: messages }, () => `{"type":"event","seq":100000,"at":1700000000000,"name":"bench","data":${message(0)}}`).join(",")}]`,
);
const frame = Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]), payload]);
/** @type {Set<import("node:net").Socket>} */
const sockets = new Set();

/** @param {number} until */
function blast(until) {
	for (const socket of sockets) if (socket.writableLength === 0) socket.write(frame);
	if (Date.now() < until) setImmediate(() => blast(until));
}

const server = createServer({ noDelay: true }, (socket) => {
	socket.on("error", () => sockets.delete(socket));
	socket.on("close", () => sockets.delete(socket));
	socket.once("data", (data) => {
		if (data.toString("latin1", 0, 4) === "POST") return blast(Date.now() + 3000);
		sockets.add(socket);
		socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
	});
});
listen(server);
