import { connect } from "node:net";

/**
 * Sends requests over a few connections that stay open, one at a time on each; what finds none free waits in line. Only
 * as much HTTP as the Worker speaks back: a status line and a `Content-Length` or chunks.
 */
export class Notifier {
	/** @type {Lane[]} */
	#free = [];
	/** @type {{ body: string, done: (ok: boolean) => void }[]} */
	#line = [];
	#head;

	/** @param {{ port: number, path: string, authorization: string, lanes: number }} options */
	constructor({ port, path, authorization, lanes }) {
		this.#head =
			`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
			`Authorization: ${authorization}\r\nContent-Length: `;
		for (let i = 0; i < lanes; i++) this.#free.push(new Lane(port, (lane) => this.#next(lane)));
	}

	/** How many requests wait for a connection. */
	get waiting() {
		return this.#line.length;
	}

	/**
	 * @param {string} body ASCII
	 * @returns {Promise<boolean>} whether the answer was 200
	 */
	post(body) {
		return new Promise((done) => {
			const lane = this.#free.pop();
			if (lane === undefined) this.#line.push({ body, done });
			else this.#send(lane, body, done);
		});
	}

	/** @param {Lane} lane */
	#next(lane) {
		const next = this.#line.shift();
		if (next === undefined) this.#free.push(lane);
		else this.#send(lane, next.body, next.done);
	}

	/**
	 * @param {Lane} lane
	 * @param {string} body
	 * @param {(ok: boolean) => void} done
	 */
	#send(lane, body, done) {
		lane.send(`${this.#head}${body.length}\r\n\r\n${body}`, done);
	}
}

class Lane {
	#socket;
	#text = "";
	/** @type {(ok: boolean) => void} */
	#done = () => {};

	/**
	 * @param {number} port
	 * @param {(lane: Lane) => void} onFree
	 */
	constructor(port, onFree) {
		this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
		this.#socket.setEncoding("latin1").on("data", (/** @type {string} */ text) => {
			this.#text += text;
			if (!isWhole(this.#text)) return;
			const ok = this.#text.startsWith("HTTP/1.1 200") && !this.#text.includes('"fault"');
			this.#text = "";
			this.#done(ok);
			onFree(this);
		});
	}

	/**
	 * @param {string} request
	 * @param {(ok: boolean) => void} done
	 */
	send(request, done) {
		this.#done = done;
		this.#socket.write(request, "latin1");
	}
}

/** @param {string} text */
function isWhole(text) {
	const end = text.indexOf("\r\n\r\n");
	if (end < 0) return false;
	const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
	return length === undefined ? text.endsWith("0\r\n\r\n") : text.length >= end + 4 + Number(length);
}
