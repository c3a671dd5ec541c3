import { connect } from "node:net";

// A process with very many readers, so light that one machine can hold them beside the runtime. Each checks that its
// events come in order without a hole, and comes back from its cursor when its socket is gone.

/** How long to stay away when a socket ends without a word, in milliseconds. */
const SILENT_WINDOW_MS = 2_000;

/** The share of a window over which to come back, as the client does. */
const SPREAD = 0.9;

/** After how long without what is awaited the process tells what is missing, in milliseconds: longer than any window. */
const PATIENCE_MS = 120_000;

const HANDSHAKE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** @type {Reader[]} */
const readers = [];
const count = { events: 0, reconnects: 0, live: 0 };
/** @type {string[]} */
const wrong = [];
/** The windows that were given, in milliseconds. @type {Set<number>} */
const windows = new Set();
/** When each came back after a close that gave a window, as a share of it. @type {number[]} */
const returns = [];
/** @type {{ until: (reader: Reader) => boolean, patience: NodeJS.Timeout } | undefined} */
let awaited;

class Reader {
	#target;
	/** The socket that counts: one that has been told to close may be there for a while. @type {import("node:net").Socket | undefined} */
	#socket;
	#rest = Buffer.alloc(0);
	#head = "";
	#epoch = "";
	/** @type {(() => void) | undefined} */
	#onWelcome;
	#isOpen = false;
	#closed = { at: 0, window: 0 };
	seq = -1;
	hasReturned = false;

	/** @param {{ port: number, path: string }} target */
	constructor(target) {
		this.#target = target;
	}

	/** @returns {Promise<void>} */
	open() {
		const { port, path } = this.#target;
		const since = this.seq < 0 ? "" : `?since=${this.#epoch}:${this.seq}`;
		this.#rest = Buffer.alloc(0);
		this.#head = "";
		const socket = connect({ port, host: "127.0.0.1", noDelay: true });
		this.#socket = socket;
		socket.write(
			`GET ${path}${since} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${HANDSHAKE_KEY}\r\n\r\n`,
		);
		socket.on("data", (data) => this.#take(socket, data));
		socket.on("error", () => undefined);
		socket.on("close", () => {
			if (socket === this.#socket) this.#lost(SILENT_WINDOW_MS);
		});
		return new Promise((resolve) => {
			this.#onWelcome = resolve;
		});
	}

	/**
	 * @param {import("node:net").Socket} socket
	 * @param {Buffer} data
	 */
	#take(socket, data) {
		if (socket !== this.#socket) return;
		let bytes = data;
		if (!this.#head.endsWith("\r\n\r\n")) {
			this.#head += data.toString("latin1");
			const end = this.#head.indexOf("\r\n\r\n");
			if (end < 0) return;
			bytes = Buffer.from(this.#head.slice(end + 4), "latin1");
			this.#head = this.#head.slice(0, end + 4);
		}
		this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
		while (this.#rest.length >= 2) {
			const short = this.#rest.readUInt8(1) & 0x7f;
			const start = short === 127 ? 10 : short === 126 ? 4 : 2;
			if (this.#rest.length < start) return;
			const length =
				short === 127 ? Number(this.#rest.readBigUInt64BE(2)) : short === 126 ? this.#rest.readUInt16BE(2) : short;
			if (this.#rest.length < start + length) return;
			const opcode = this.#rest.readUInt8(0) & 0x0f;
			const payload = this.#rest.subarray(start, start + length);
			this.#rest = this.#rest.subarray(start + length);
			if (opcode === 1) for (const frame of [JSON.parse(payload.toString())].flat()) this.#frame(frame);
			if (opcode === 8) {
				const reason = payload.subarray(2).toString();
				const { within } = reason.startsWith("{") ? JSON.parse(reason) : {};
				if (within !== undefined) windows.add(within);
				this.#lost(within ?? SILENT_WINDOW_MS);
				socket.end(closing(payload));
			}
		}
	}

	/** @param {any} frame */
	#frame(frame) {
		if (frame.type === "welcome") {
			const [epoch, head] = frame.cursor.split(":");
			if (this.seq >= 0 && frame.resumed !== "complete")
				wrong.push(`resumed ${frame.resumed} from ${this.seq} at ${frame.cursor}`);
			if (this.seq < 0) this.seq = Number(head);
			this.#epoch = epoch;
			this.#isOpen = true;
			count.live += 1;
			this.hasReturned = this.#closed.window > 0;
			if (this.hasReturned) returns.push((performance.now() - this.#closed.at) / this.#closed.window);
			this.#onWelcome?.();
		}
		if (frame.type === "event") {
			if (frame.seq !== this.seq + 1) wrong.push(`${frame.seq} after ${this.seq}`);
			this.seq = frame.seq;
			count.events += 1;
		}
		check();
	}

	/** @param {number} window */
	#lost(window) {
		if (!this.#isOpen && this.#onWelcome === undefined) return;
		this.#socket = undefined;
		if (this.#isOpen) count.live -= 1;
		this.#isOpen = false;
		this.#onWelcome = undefined;
		this.#closed = { at: performance.now(), window };
		setTimeout(
			() => {
				count.reconnects += 1;
				void this.open();
			},
			Math.random() * SPREAD * window,
		);
	}
}

/**
 * The close frame that answers one, as a browser's does: one that never comes is an error to the runtime.
 *
 * @param {Buffer} payload
 */
function closing(payload) {
	// Masked by zeros, which leaves the code as it is.
	const head = Buffer.from([0x88, 0x80 | Math.min(2, payload.length), 0, 0, 0, 0]);
	return Buffer.concat([head, payload.subarray(0, 2)]);
}

function check() {
	if (awaited === undefined || count.live < readers.length) return;
	if (readers.every(awaited.until)) tell();
}

/** Answers what was asked: all is there, or it is taking too long. */
function tell() {
	clearTimeout(awaited?.patience);
	awaited = undefined;
	process.send?.({ ...count, wrong: wrong.slice(0, 5), returns, windows: [...windows] });
}

/** Says who is missing what. */
function giveUp() {
	const missing = readers.filter((reader) => !awaited?.until(reader));
	wrong.unshift(
		`${count.live} of ${readers.length} live; waiting for ${missing.length}, one of them at ${missing[0]?.seq}`,
	);
	tell();
}

/** @param {{ port: number, path: string, number: number }} wanted */
async function join({ number, ...target }) {
	const joined = Array.from({ length: number }, () => new Reader(target));
	for (let at = 0; at < joined.length; at += 50) await Promise.all(joined.slice(at, at + 50).map((one) => one.open()));
	readers.push(...joined);
	process.send?.({ joined: number });
}

process.on("message", (/** @type {any} */ message) => {
	if (message.join !== undefined) void join(message.join);
	if (message.until !== undefined) {
		const { seq = -1, returned = false } = message.until;
		awaited = {
			until: (reader) => reader.seq >= seq && (reader.hasReturned || !returned),
			patience: setTimeout(giveUp, PATIENCE_MS),
		};
		check();
	}
});
