// What others wrote may be written from right to left, or hold characters that turn what stands around it. Elements keep
// that apart by `bdi` and `dir`; these are for texts in which a name is a part, and for what is no element: the labels of
// screen readers, and notices of the desktop.

/** Characters of scripts that are written from right to left, by the blocks that Unicode keeps for them, and their marks. */
const RTL = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Characters that turn all up to an end of theirs (Unicode Standard Annex 9); names have no need of them. */
const TURNS = /[\u202a-\u202e]/g;
/** Those that begin an isolate, or end one. */
const ISOLATES = /[\u2066-\u2069]/g;
const END = "\u2069";
/** Control characters, some of which end a paragraph, and with it an isolate; and the other ends of lines. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Returns a text from outside as a part of another text: its direction is its own, and turns nothing around it.
 *
 * @param isRtl whether the text around it is written from right to left
 */
export function isolated(text: string, isRtl: boolean): string {
	const level = text.replaceAll(TURNS, "").replaceAll(BREAKS, " ");
	const plain = isBalanced(level) ? level : level.replaceAll(ISOLATES, "");
	// Within a text of the same direction there is nothing to keep apart.
	return isRtl || RTL.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** Returns whether each isolate in a text ends in it, so that none ends another one around it. */
function isBalanced(text: string): boolean {
	let depth = 0;
	for (const mark of text.match(ISOLATES) ?? []) {
		depth += mark === END ? -1 : 1;
		if (depth < 0) return false;
	}
	return depth === 0;
}

/** Returns which way a text is written, by its first letter; `undefined` where it has none. */
export function directionIn(text: string): "ltr" | "rtl" | undefined {
	const letter = /\p{L}/u.exec(text)?.[0];
	if (letter === undefined) return undefined;
	return RTL.test(letter) ? "rtl" : "ltr";
}
