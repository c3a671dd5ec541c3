/**
 * Takes the frames of a WebSocket server apart, as far as a measurement needs it: whole text frames, unmasked, not
 * compressed (the handshake offers no compression). Nothing is decoded and nothing copied unless a frame arrives in
 * pieces: the load generator must stay far lighter than what it measures.
 */
export class FrameReader {
	/** @type {Buffer | undefined} */
	#rest;
	#onText;

	/** @param {(bytes: Buffer, from: number, to: number) => void} onText gets the payload's place in the bytes */
	constructor(onText) {
		this.#onText = onText;
	}

	/** @param {Buffer} chunk */
	take(chunk) {
		const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
		let at = 0;
		for (;;) {
			const header = headerAt(bytes, at);
			if (header === undefined || header.end > bytes.length) break;
			if ((bytes.readUInt8(at) & 0x0f) === 1) this.#onText(bytes, header.start, header.end);
			at = header.end;
		}
		this.#rest = at === bytes.length ? undefined : bytes.subarray(at);
	}
}

/**
 * @param {Buffer} bytes
 * @param {number} at
 */
function headerAt(bytes, at) {
	if (bytes.length < at + 2) return undefined;
	const short = bytes.readUInt8(at + 1) & 0x7f;
	const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
	if (bytes.length < at + 2 + extra) return undefined;
	const length = extra === 8 ? Number(bytes.readBigUInt64BE(at + 2)) : extra === 2 ? bytes.readUInt16BE(at + 2) : short;
	return { start: at + 2 + extra, end: at + 2 + extra + length };
}
