/** What a reader takes for one character, in browsers that cannot say so themselves (Firefox before 125). */
const CHARACTER = /\p{RI}{2}|[^](?:[\p{M}\p{EMod}\u{e0020}-\u{e007f}]|\u200d[^])*/gu;

/** Returns what a reader takes for the characters of a text: an emoji of several parts is one, and so is an accented letter. */
export function graphemes(text: string): string[] {
	if (!("Segmenter" in Intl)) return text.match(CHARACTER) ?? [];
	return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text), ({ segment }) => segment);
}

/**
 * Returns the beginning of a text, in characters as readers count them.
 *
 * @param max how many; a text that is no longer comes back as it is
 */
export function beginning(text: string, max: number): string {
	if (text.length <= max) return text;
	// No character that is written has this many units; one that has is cut.
	return graphemes(text.slice(0, max * 16))
		.slice(0, max)
		.join("");
}

/** Returns the initials of a name in capitals: of its first word and its last. */
export function initials(name: string, lang: string): string {
	const words = name.split(/\s+/u).flatMap((word) => {
		const letter = graphemes(word.replaceAll(/[\p{Cc}\p{Cf}]/gu, (mark) => (mark === "\u200d" ? mark : "")))[0];
		return letter === undefined ? [] : [letter];
	});
	const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
	return ends.join("").toLocaleUpperCase(lang);
}
