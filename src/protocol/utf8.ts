const encoder = /* @__PURE__ */ new TextEncoder();
// `ignoreBOM` keeps a leading U+FEFF as the text it is: bytes and text must map one to one.
const strictDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
	// Every runtime returns a plain ArrayBuffer here; the workers' types say less.
	const bytes: Uint8Array = encoder.encode(text);
	return bytes as Uint8Array<ArrayBuffer>;
}

/** The text that the bytes spell, or `undefined` where they are not valid UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
	try {
		return strictDecoder.decode(bytes);
	} catch {
		return undefined;
	}
}

/** Whether a text takes at most `max` bytes in UTF-8; encodes only where the number of characters leaves a doubt. */
export function fitsUtf8(text: string, max: number): boolean {
	if (text.length > max) return false;
	return text.length * 3 <= max || utf8(text).length <= max;
}

const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Returns whether a text has no half of a surrogate pair. Pages ask this, too, and Firefox before 119 does not have the
 * method of that name.
 */
export function isWellFormed(text: string): boolean {
	return !LONE_SURROGATE.test(text);
}
