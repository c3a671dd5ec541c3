import { createServer } from "node:net";

// Stands in for the Worker to find the load generator's own limit: it accepts sockets and, from the first POST on, writes
// one prepared frame to all of them as fast as they take it.

const payload = Buffer.from(`{"type":"event","seq":1,"at":0,"name":"bench","data":{"t":0,"pad":"${"x".repeat(120)}"}}`);
const frame = Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]), payload]);
const welcome = Buffer.from([0x81, 2, 0x7b, 0x7d]);
/** @type {Set<import("node:net").Socket>} */
const sockets = new Set();

/** @param {number} until */
function blast(until) {
	for (const socket of sockets) if (socket.writableLength < 65_536) socket.write(frame);
	if (Date.now() < until) setImmediate(() => blast(until));
}

const server = createServer({ noDelay: true }, (socket) => {
	socket.on("error", () => sockets.delete(socket));
	socket.once("data", (data) => {
		if (data.toString("latin1", 0, 4) === "POST") return blast(Date.now() + 3000);
		sockets.add(socket);
		socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
		socket.write(welcome);
	});
});
server.listen(0, "127.0.0.1", () => {
	const address = server.address();
	if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
