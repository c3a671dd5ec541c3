import { connect } from "node:net";
import { FrameReader } from "./frames.mjs";

/**
 * Opens a WebSocket by hand and resolves with the first frame's arrival, the welcome.
 *
 * @param {{ port: number, path: string, onText: (bytes: Buffer, from: number, to: number) => void }} options
 * @returns {Promise<import("node:net").Socket>}
 */
export function subscribe({ port, path, onText }) {
	return new Promise((resolve, reject) => {
		const socket = connect({ port, host: "127.0.0.1", noDelay: true });
		let welcomed = false;
		const reader = new FrameReader((bytes, from, to) => {
			if (welcomed) return onText(bytes, from, to);
			welcomed = true;
			resolve(socket);
		});
		let head = "";
		const handshake = (/** @type {Buffer} */ chunk) => {
			head += chunk.toString("latin1");
			const end = head.indexOf("\r\n\r\n");
			if (end < 0) return;
			socket.off("data", handshake);
			if (!head.startsWith("HTTP/1.1 101")) return reject(new Error(head.split("\r\n")[0]));
			socket.on("data", (data) => reader.take(data));
			reader.take(Buffer.from(head.slice(end + 4), "latin1"));
		};
		socket.on("data", handshake);
		socket.on("error", reject);
		socket.write(
			`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
		);
	});
}
