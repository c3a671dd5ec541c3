import { connect } from "node:net";
import { message } from "../message.mjs";

/**
 * Publishes over a few connections that stay open, one request at a time on each; what finds none free waits in line. It
 * is the one HTTP client for all contestants, with only as much HTTP as they speak back: a status line and a
 * `Content-Length` or chunks.
 */
export class Publisher {
	/** @type {Lane[]} */
	#free = [];
	/** @type {Lane[]} */
	#all = [];
	/** @type {{ body: string, done: (ok: boolean) => void }[]} */
	#line = [];
	#head;
	#envelope;

	/**
	 * @param {import("../contestant.mjs").Target} target
	 * @param {number} [lanes] how many connections
	 */
	constructor({ port, publishPath, headers = "", envelope = ["", "", ""], refusal }, lanes = 128) {
		this.#envelope = envelope;
		this.#head =
			`POST ${publishPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
			`${headers}Content-Length: `;
		for (let i = 0; i < lanes; i++) this.#all.push(new Lane(port, refusal, (lane) => this.#next(lane)));
		this.#free.push(...this.#all);
	}

	/** How many requests wait for a connection. */
	get waiting() {
		return this.#line.length;
	}

	/**
	 * @param {number} due in milliseconds: the time that its messages carry
	 * @param {number} batch how many messages
	 * @returns {Promise<boolean>} whether they were accepted
	 */
	publish(due, batch) {
		const [before, between, after] = this.#envelope;
		const body = before + Array.from({ length: batch }, () => message(due)).join(between) + after;
		return new Promise((done) => {
			const lane = this.#free.pop();
			if (lane === undefined) this.#line.push({ body, done });
			else this.#send(lane, body, done);
		});
	}

	close() {
		for (const lane of this.#all) lane.close();
	}

	/** @param {Lane} lane */
	#next(lane) {
		const next = this.#line.shift();
		if (next === undefined) this.#free.push(lane);
		else this.#send(lane, next.body, next.done);
	}

	/**
	 * @param {Lane} lane
	 * @param {string} body ASCII
	 * @param {(ok: boolean) => void} done
	 */
	#send(lane, body, done) {
		lane.send(`${this.#head}${body.length}\r\n\r\n${body}`, done);
	}
}

class Lane {
	#socket;
	#text = "";
	#refusal;
	#onFree;
	/** @type {((ok: boolean) => void) | undefined} */
	#done;

	/**
	 * @param {number} port
	 * @param {string | undefined} refusal
	 * @param {(lane: Lane) => void} onFree
	 */
	constructor(port, refusal, onFree) {
		this.#refusal = refusal;
		this.#onFree = onFree;
		this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
		this.#socket.setEncoding("latin1").on("data", (/** @type {string} */ text) => this.#take(text));
		this.#socket.on("error", () => {});
		// A connection that the server closed under a request counts as a refusal, and is no lane any more.
		this.#socket.on("close", () => this.#done?.(false));
	}

	/**
	 * @param {string} request
	 * @param {(ok: boolean) => void} done
	 */
	send(request, done) {
		this.#done = done;
		if (this.#socket.destroyed) done(false);
		else this.#socket.write(request, "latin1");
	}

	close() {
		this.#done = undefined;
		this.#socket.destroy();
	}

	/** @param {string} text */
	#take(text) {
		this.#text += text;
		if (!isWhole(this.#text)) return;
		const refused = this.#refusal !== undefined && this.#text.includes(this.#refusal);
		const ok = this.#text.startsWith("HTTP/1.1 2") && !refused;
		const done = this.#done;
		this.#text = "";
		this.#done = undefined;
		done?.(ok);
		this.#onFree(this);
	}
}

/**
 * Whether an answer has arrived to its end.
 *
 * @param {string} text
 */
export function isWhole(text) {
	const end = text.indexOf("\r\n\r\n");
	if (end < 0) return false;
	const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
	return length === undefined ? text.endsWith("0\r\n\r\n") : text.length >= end + 4 + Number(length);
}
