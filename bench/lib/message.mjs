/**
 * The message that all contestants carry: 200 bytes of JSON, of which 12 digits say when it was due, in microseconds of
 * the load generator's clock. A text and not a number, because servers that parse JSON write numbers in their own way.
 */
export const MESSAGE_BYTES = 200;

const DIGITS = 12;
const HEAD = '{"t":"';
const MARK = Buffer.from('"t":"');
const TAIL = `","pad":"${"x".repeat(MESSAGE_BYTES - HEAD.length - DIGITS - 11)}"}`;

/** @param {number} ms when it is due */
export function message(ms) {
	return HEAD + String(Math.round(ms * 1000)).padStart(DIGITS, "0") + TAIL;
}

/**
 * Calls with the time, in milliseconds, of every message between two places. It runs for each of some hundred thousand
 * messages a second: messages of one frame stand at equal distances, so the next one is looked for where it should be.
 *
 * @param {Buffer} bytes
 * @param {number} from
 * @param {number} to
 * @param {(ms: number) => void} take
 */
export function eachStamp(bytes, from, to, take) {
	let stride = 0;
	let at = bytes.indexOf(MARK, from);
	while (at >= 0 && at + MESSAGE_BYTES <= to + HEAD.length) {
		take(stampAt(bytes, at + MARK.length));
		const guess = at + stride;
		const next = stride > 0 && isMark(bytes, guess) ? guess : bytes.indexOf(MARK, at + MESSAGE_BYTES - HEAD.length);
		stride = next - at;
		at = next;
	}
}

/**
 * @param {Buffer} bytes
 * @param {number} at
 */
function isMark(bytes, at) {
	return bytes[at] === 0x22 && bytes[at + 1] === 0x74 && bytes[at + 2] === 0x22 && bytes[at + 3] === 0x3a;
}

/**
 * @param {Buffer} bytes
 * @param {number} at
 */
function stampAt(bytes, at) {
	let microseconds = 0;
	for (let i = at; i < at + DIGITS; i++) microseconds = microseconds * 10 + (bytes[i] ?? 0) - 48;
	return microseconds / 1000;
}
