/**
 * Takes the frames of a WebSocket server apart, as far as a measurement needs it: whole text frames, unmasked, not
 * compressed (the handshake offers no compression). Nothing is decoded, and nothing copied unless a frame arrives in
 * pieces: the load generator must stay far lighter than what it measures.
 */
export class FrameReader {
	/** @type {Buffer[]} */
	#pieces = [];
	#held = 0;
	/** How many bytes there must be before another look is worth it. */
	#needed = 0;
	#onText;

	/** @param {(bytes: Buffer, from: number, to: number) => void} onText gets the payload's place in the bytes */
	constructor(onText) {
		this.#onText = onText;
	}

	/**
	 * @param {Buffer} chunk may be overwritten when this returns
	 * @param {number} [end] where its bytes end
	 */
	take(chunk, end = chunk.length) {
		if (this.#held === 0) return this.#read(chunk, end);
		this.#keep(chunk, 0, end);
		if (this.#held < this.#needed) return;
		const bytes = Buffer.concat(this.#pieces);
		this.#pieces = [];
		this.#held = 0;
		this.#read(bytes, bytes.length);
	}

	/**
	 * @param {Buffer} bytes
	 * @param {number} end
	 */
	#read(bytes, end) {
		let at = 0;
		for (;;) {
			const start = payloadAt(bytes, at, end);
			const to = start === 0 ? 0 : start + payloadLength(bytes, at);
			if (start === 0 || to > end) {
				this.#needed = start === 0 ? 0 : to - at;
				break;
			}
			if ((bytes.readUInt8(at) & 0x0f) === 1) this.#onText(bytes, start, to);
			at = to;
		}
		if (at < end) this.#keep(bytes, at, end);
	}

	/**
	 * @param {Buffer} bytes
	 * @param {number} from
	 * @param {number} to
	 */
	#keep(bytes, from, to) {
		this.#pieces.push(Buffer.from(bytes.subarray(from, to)));
		this.#held += to - from;
	}
}

/**
 * Where the payload of a frame begins, or 0 where not even its length has arrived.
 *
 * @param {Buffer} bytes
 * @param {number} at
 * @param {number} end
 */
function payloadAt(bytes, at, end) {
	if (end < at + 2) return 0;
	const short = bytes.readUInt8(at + 1) & 0x7f;
	const start = at + 2 + (short === 127 ? 8 : short === 126 ? 2 : 0);
	return end < start ? 0 : start;
}

/**
 * @param {Buffer} bytes
 * @param {number} at
 */
function payloadLength(bytes, at) {
	const short = bytes.readUInt8(at + 1) & 0x7f;
	if (short === 127) return Number(bytes.readBigUInt64BE(at + 2));
	return short === 126 ? bytes.readUInt16BE(at + 2) : short;
}

/**
 * A short text as a client's frame. Its mask is zero: a mask guards proxies, and there is none.
 *
 * @param {string} text
 */
export function clientFrame(text) {
	return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}
