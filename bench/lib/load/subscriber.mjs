import { connect } from "node:net";
import { MESSAGE_BYTES } from "../message.mjs";
import { clientFrame, FrameReader } from "./frames.mjs";

/** All sockets read into it, one at a time: none allocates for what it reads. */
const buffer = Buffer.allocUnsafeSlow(262_144);

/** One WebSocket, opened by hand, that counts the messages it gets. */
export class Subscriber {
	/** How many messages it has got; whoever reads them counts. */
	count = 0;
	#target;
	#onMessages;
	#reader;
	#socket;
	#head = "";
	#isOpen = false;
	#isReady = false;
	/** @type {(value: this) => void} */
	#ready = () => {};
	/** @type {(error: Error) => void} */
	#failed = () => {};

	/**
	 * @param {import("../contestant.mjs").Target} target
	 * @param {(subscriber: Subscriber, bytes: Buffer, from: number, to: number) => void} onMessages
	 */
	constructor(target, onMessages) {
		this.#target = target;
		this.#onMessages = onMessages;
		this.#reader = new FrameReader((bytes, from, to) => this.#text(bytes, from, to));
		const callback = (/** @type {number} */ length) => this.#take(length);
		this.#socket = connect({ port: target.port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback } });
		this.#socket.on("error", (error) => this.#failed(error));
		this.#socket.on("close", () => this.#failed(new Error("The server closed a subscriber's socket.")));
	}

	/** Resolves when it is subscribed. */
	async open() {
		this.#socket.write(
			`GET ${this.#target.socketPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
		);
		return new Promise((/** @type {(value: this) => void} */ resolve, reject) => {
			this.#ready = resolve;
			this.#failed = reject;
		});
	}

	/** @param {number} length */
	#take(length) {
		if (this.#isOpen) this.#reader.take(buffer, length);
		else this.#handshake(buffer.toString("latin1", 0, length));
		return true;
	}

	/** @param {string} text */
	#handshake(text) {
		this.#head += text;
		const end = this.#head.indexOf("\r\n\r\n");
		if (end < 0) return;
		if (!this.#head.startsWith("HTTP/1.1 101")) return this.#failed(new Error(this.#head.split("\r\n")[0]));
		this.#isOpen = true;
		if (this.#target.ready === undefined) this.#subscribed();
		this.#reader.take(Buffer.from(this.#head.slice(end + 4), "latin1"));
	}

	/**
	 * @param {Buffer} bytes
	 * @param {number} from
	 * @param {number} to
	 */
	#text(bytes, from, to) {
		if (this.#isReady && to - from >= MESSAGE_BYTES) return this.#onMessages(this, bytes, from, to);
		const text = bytes.toString("latin1", from, to);
		for (const [begin, reply] of Object.entries(this.#target.replies ?? {}))
			if (text.startsWith(begin)) this.#socket.write(clientFrame(reply));
		if (!this.#isReady && this.#target.ready !== undefined && text.startsWith(this.#target.ready)) this.#subscribed();
	}

	#subscribed() {
		this.#isReady = true;
		this.#ready(this);
	}
}
